// node --test tools/
import assert from "node:assert/strict";
import { test } from "node:test";
import { openerOrigin } from "../assets/scripts/opener.js";

const stateFor = (origin) => `k3J_random.${Buffer.from(origin).toString("base64url")}`;
const LIVE = "pages.example.com";

for (const origin of ["https://819835.apps.zdusercontent.com", "https://p42.apps.zdusercontent.com"]) {
  test(`hands the answer to the Zendesk app ${origin}`, () => assert.equal(openerOrigin(stateFor(origin), LIVE), origin));
}

for (const origin of [
  "https://apps.zdusercontent.com",
  "https://evil.apps.zdusercontent.com",
  "https://1.apps.zdusercontent.com.evil.example",
  "https://1.apps.zdusercontent.com:8443",
  "https://1.apps.zdusercontent.com/",
  "http://1.apps.zdusercontent.com",
  "https://1.apps.zdusercontent.com\nhttps://evil.example",
  "https://evil.example/https://1.apps.zdusercontent.com",
  "http://localhost:4000",
  "null",
  "*",
  "",
]) {
  test(`refuses ${JSON.stringify(origin)}`, () => assert.equal(openerOrigin(stateFor(origin), LIVE), null));
}

test("serves this machine only from this machine", () => {
  for (const origin of ["http://localhost:4000", "http://127.0.0.1:4000", "http://localhost"]) {
    assert.equal(openerOrigin(stateFor(origin), "localhost"), origin);
    assert.equal(openerOrigin(stateFor(origin), LIVE), null);
  }
  assert.equal(openerOrigin(stateFor("http://localhost.evil.example"), "localhost"), null);
});

test("refuses a state of another shape", () => {
  for (const state of [null, "", "random", "random.", ".aHR0", "a.b.c", "random.!!!"]) assert.equal(openerOrigin(state, LIVE), null);
});
