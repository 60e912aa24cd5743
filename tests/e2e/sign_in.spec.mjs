// Signing in to PagerDuty, everything that can go wrong with it, and signing out.
import { expect, test, AGENTS, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const NOTE = "Rollback has reached the whole pool; customers confirm that payments work again.";

test("an agent signs in through PagerDuty's window with PKCE, and no secret is left where it can be seen", async ({ desk, sandbox, page }) => {
  const addresses = [];
  page.context().on("request", (request) => addresses.push(request.url()));
  await desk.open();
  const popup = await desk.openPopup();
  const authorize = new URL(popup.url());
  expect(authorize.origin).toBe(sandbox.addresses.identity);
  expect(authorize.pathname).toBe("/oauth/authorize");
  const asked = Object.fromEntries(authorize.searchParams);
  expect(asked).toMatchObject({ response_type: "code", code_challenge_method: "S256", scope: "write" });
  expect(asked.code_challenge).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(asked.state.length).toBeGreaterThanOrEqual(32);
  expect(asked.redirect_uri).toBe(`${sandbox.addresses.app}oauth.html`);
  expect(asked).not.toHaveProperty("code_verifier");
  expect(asked).not.toHaveProperty("client_secret");
  await desk.allow(popup);
  await expect(desk.button("Resolve")).toBeEnabled();

  await desk.button("Display settings").click();
  await expect(desk.button("Sign out")).toBeVisible();
  await expect(desk.app.getByText("Signed in as Jonas Okafor")).toBeVisible();

  const exchange = (await sandbox.exchanges()).find(({ request }) => request.url.endsWith("/oauth/token"));
  const sent = new URLSearchParams(exchange.request.body);
  expect(sent.get("grant_type")).toBe("authorization_code");
  expect(sent.get("code_verifier")).toMatch(/^[A-Za-z0-9_~.-]{43,128}$/);
  const granted = JSON.parse(exchange.response.body);
  const secrets = [granted.access_token, granted.refresh_token, granted.id_token, sent.get("code_verifier"), sent.get("code")];
  expect(secrets.every((secret) => secret.length >= 16)).toBe(true);
  const frame = await desk.frame();
  const shown = (await page.content()) + (await frame.content()) + desk.spoken.join("\n");
  for (const secret of secrets) {
    expect(shown.includes(secret), "a secret in the page or in the console").toBe(false);
  }
  // The code itself comes back in the address of the redirect page, as OAuth has it; nothing else may.
  for (const secret of secrets.slice(0, 4)) {
    expect(addresses.filter((address) => address.includes(secret)), "a secret in an address").toEqual([]);
  }
  const withCode = addresses.filter((address) => address.includes(sent.get("code")));
  expect(withCode.map((address) => new URL(address).pathname)).toEqual([new URL(asked.redirect_uri).pathname]);
});

test("two sign-ins use different states and challenges", async ({ desk }) => {
  await desk.open();
  const seen = [];
  for (const round of [1, 2]) {
    const popup = await desk.openPopup(desk.button(/^Sign in/).first());
    const { searchParams } = new URL(popup.url());
    seen.push([searchParams.get("state"), searchParams.get("code_challenge")]);
    await popup.close();
    await expect(desk.app.getByText("The sign-in window was closed"), `round ${round}`).toBeVisible();
  }
  expect(seen[0][0]).not.toBe(seen[1][0]);
  expect(seen[0][1]).not.toBe(seen[1][1]);
});

test("a denied consent is said in words, and signing in again works", async ({ desk }) => {
  await desk.open();
  const popup = await desk.openPopup();
  await popup.getByRole("button", { name: "Deny" }).click();
  const alert = desk.app.getByRole("alert").filter({ hasText: "You’re not signed in" });
  await expect(alert).toContainText("You chose not to give this app access to PagerDuty.");
  await desk.signIn({ trigger: alert.getByRole("button", { name: "Sign in again" }) });
  await expect(desk.button("Resolve")).toBeEnabled();
});

test("a closed window is said in words, and signing in again works", async ({ desk }) => {
  await desk.open();
  const popup = await desk.openPopup();
  await expect(desk.app.getByText("Continue in the PagerDuty window…")).toBeVisible();
  await popup.close();
  await expect(desk.app.getByText("The sign-in window was closed before you finished.")).toBeVisible();
  await desk.signIn({ trigger: desk.button("Sign in again") });
  await expect(desk.button("Resolve")).toBeEnabled();
});

test("an administrator is shown the address to register in PagerDuty and copies it; agents are not bothered with it", async ({ desk, sandbox, page }) => {
  const address = `${sandbox.addresses.app}oauth.html`;
  const line = () => desk.app.getByText("For administrators: redirect address");
  const shown = () => desk.app.getByText(address, { exact: true });
  await desk.open(TICKETS.one, { agent: AGENTS.ada });
  await expect(desk.app.getByText("View only", { exact: true })).toBeVisible();
  await expect(line()).toBeVisible();
  await expect(shown()).toBeHidden();
  await desk.tabTo(desk.app.locator("summary"));
  await page.keyboard.press("Enter");
  await expect(shown()).toBeVisible();

  // PagerDuty refuses an unknown address in its own window; all that comes of it here is that the window is closed.
  await (await desk.openPopup()).close();
  await expect(desk.app.getByText("The sign-in window was closed before you finished.")).toBeVisible();
  await expect(shown()).toBeVisible();
  await desk.button("Copy redirect address").click();
  await expect(desk.app.getByRole("status").filter({ hasText: "Redirect address copied" })).toHaveCount(1);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);

  await sandbox.control("read_only_key", { present: false });
  await desk.open(TICKETS.one, { agent: AGENTS.ada });
  await expect(desk.heading("Sign in to see incidents")).toBeVisible();
  await expect(line()).toHaveCount(1);

  await desk.open(TICKETS.one, { agent: AGENTS.sam });
  await expect(desk.heading("Sign in to see incidents")).toBeVisible();
  await (await desk.openPopup()).close();
  await expect(desk.app.getByText("The sign-in window was closed before you finished.")).toBeVisible();
  await expect(line()).toHaveCount(0);
});

test("a waiting sign-in can be cancelled in the panel, which closes the window", async ({ desk }) => {
  await desk.open();
  const popup = await desk.openPopup();
  const closed = popup.waitForEvent("close");
  await desk.button("Cancel").click();
  await closed;
  await expect(desk.button("Sign in to PagerDuty")).toBeVisible();
});

test("a blocked window is said in words", async ({ desk, page }) => {
  await page.addInitScript(() => {
    window.open = () => null;
  });
  await desk.open();
  await desk.button("Sign in to PagerDuty").click();
  await expect(desk.app.getByText("The browser blocked the sign-in window. Allow pop-ups for Zendesk, then try again.")).toBeVisible();
  await expect(desk.button("Sign in again")).toBeVisible();
});

test("a grant without read or write is refused with words for the administrator", async ({ desk, sandbox }) => {
  await sandbox.control("scope", { scope: "openid" });
  await desk.open();
  const popup = await desk.openPopup();
  await popup.getByLabel("Sign in as").selectOption(AGENTS.jonas.email);
  await popup.getByRole("button", { name: "Allow" }).click();
  await expect(desk.app.getByRole("alert").filter({ hasText: "You’re not signed in" })).toContainText("PagerDuty did not grant this app the access it needs");
  const frame = await desk.frame();
  expect(await frame.evaluate(() => localStorage.getItem("console.tokens"))).toBeNull();
});

test("an answer with another state is ignored, and its code is never exchanged", async ({ desk, sandbox }) => {
  await desk.open();
  const popup = await desk.openPopup();
  const asked = new URL(popup.url()).searchParams;
  // An attacker sends the window back with a code of their own and a made-up state for the same origin.
  const [, origin] = asked.get("state").split(".");
  const answer = new URL(asked.get("redirect_uri"));
  answer.search = new URLSearchParams({ code: "a-code-of-the-attacker", state: `AAAAAAAAAAAAAAAAAAAAAA.${origin}` });
  const closed = popup.waitForEvent("close");
  await popup.evaluate((address) => location.assign(address), answer.href);
  await closed;
  await expect(desk.app.getByText("The answer did not belong to this sign-in, so it was ignored. Try again.")).toBeVisible();
  const exchanges = await sandbox.exchanges();
  expect(exchanges.filter(({ request }) => request.url.includes("/oauth/token"))).toEqual([]);
});

test("the redirect page hands nothing to an origin that is no Zendesk app", async ({ desk, sandbox, page }) => {
  await desk.open();
  const state = `AAAA.${Buffer.from("https://evil.example").toString("base64url")}`;
  await page.goto(`${sandbox.addresses.app}oauth.html?code=secret-code&state=${state}`);
  await expect(page.getByRole("heading", { name: "This address may not receive the sign-in" })).toBeVisible();
  expect(page.url()).not.toContain("secret-code");
});

test("a code that PagerDuty refuses is said in words", async ({ desk, page, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await page.context().route(`${sandbox.addresses.identity}/oauth/token`, (route) => {
    const form = new URLSearchParams(route.request().postData());
    form.set("code", "not-the-code-that-was-given");
    return route.continue({ postData: form.toString() });
  });
  await desk.open();
  const popup = await desk.openPopup();
  await popup.getByLabel("Sign in as").selectOption(AGENTS.jonas.email);
  await popup.getByRole("button", { name: "Allow" }).click();
  await expect(desk.app.getByText("The sign-in took too long and its code expired. Try again.")).toBeVisible();
});

for (const [region, origin, audience] of [
  ["US", "rest_us", "https://api.pagerduty.com"],
  ["EU", "rest_eu", "https://api.eu.pagerduty.com"],
]) {
  test(`an account in the ${region} region is asked at that region's address`, async ({ desk, page, sandbox }) => {
    await page.context().route(`${sandbox.addresses.identity}/oauth/token`, async (route) => {
      const response = await route.fetch();
      const granted = await response.json();
      await route.fulfill({ response, json: { ...granted, id_token: withAudience(granted.id_token, audience) } });
    });
    await desk.open();
    const asked = [];
    page.on("request", (request) => {
      if (request.headers().authorization?.startsWith("Bearer ")) asked.push(new URL(request.url()).origin);
    });
    // The account of the sandbox is in the US, so in the EU nobody knows its token.
    desk.expectErrors(LOST_REQUEST);
    const popup = await desk.openPopup();
    await popup.getByLabel("Sign in as").selectOption(AGENTS.jonas.email);
    await popup.getByRole("button", { name: "Allow" }).click();
    await expect.poll(() => [...new Set(asked)]).toEqual([sandbox.addresses[origin]]);
    await expect(region === "US" ? desk.button("Resolve") : desk.app.getByText("You’re not signed in")).toBeVisible();
  });
}

test("an ID token that names a foreign host is not followed", async ({ desk, page, sandbox }) => {
  await page.context().route(`${sandbox.addresses.identity}/oauth/token`, async (route) => {
    const response = await route.fetch();
    const granted = await response.json();
    await route.fulfill({ response, json: { ...granted, id_token: withAudience(granted.id_token, "https://api.evil.example") } });
  });
  await desk.open();
  const popup = await desk.openPopup();
  await popup.getByLabel("Sign in as").selectOption(AGENTS.jonas.email);
  await popup.getByRole("button", { name: "Allow" }).click();
  await expect(desk.app.getByText("PagerDuty named a service region that this app doesn’t know.")).toBeVisible();
});

/** The ID token with another audience. Its signature no longer fits, which a client that has it over TLS need not check. */
function withAudience(token, audience) {
  const [head, payload, signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url"));
  const changed = Buffer.from(JSON.stringify({ ...claims, aud: [audience, claims.azp] })).toString("base64url");
  return [head, changed, signature].join(".");
}

test("a token that ends while a note is typed costs no word, and one note reaches PagerDuty", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await desk.section("Notes");
  await desk.app.getByRole("textbox", { name: "Add a note" }).fill(NOTE);
  await sandbox.control("refresh", { allowed: false });
  await sandbox.control("expire_tokens");
  await desk.button("Send note").click();
  await expect(desk.app.getByText("Your PagerDuty sign-in has ended").first()).toBeVisible();
  await expect(desk.app.getByRole("paragraph").filter({ hasText: NOTE })).toBeVisible();
  await sandbox.control("refresh", { allowed: true });
  await desk.signIn({ trigger: desk.button("Sign in again") });
  await desk.button("Send again").click();
  await expect(desk.app.getByRole("list", { name: "Notes" }).getByText(NOTE)).toBeVisible();
  await expect(desk.button("Send again")).toHaveCount(0);
  expect((await sandbox.incident(1042)).notes.filter(({ content }) => content === NOTE)).toHaveLength(1);
});

test("a half-written note is still there after the token ended and the agent signed in again", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await desk.section("Notes");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await note.fill(NOTE);
  await sandbox.control("refresh", { allowed: false });
  await sandbox.control("expire_tokens");
  await desk.button("Refresh").click();
  await expect(desk.button("Sign in again")).toBeVisible();
  await expect(note).toHaveValue(NOTE);
  await sandbox.control("refresh", { allowed: true });
  await desk.signIn({ trigger: desk.button("Sign in again") });
  await expect(note).toHaveValue(NOTE);
});

test("an ended token is renewed without the agent, once for all requests", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await sandbox.forgetRequests();
  await sandbox.control("expire_tokens");
  await desk.button("Refresh").click();
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  await expect.poll(async () => (await sandbox.exchanges()).filter(({ request }) => request.url.endsWith("/oauth/token")).length).toBe(1);
  await expect(desk.button("Resolve")).toBeEnabled();
  await expect(desk.button(/^Sign in/)).toHaveCount(0);
});

test("signing out revokes the token at PagerDuty and clears what the browser kept", async ({ desk, sandbox }) => {
  await desk.openSignedIn();
  const frame = await desk.frame();
  const kept = await frame.evaluate(() => Object.keys(localStorage));
  expect(kept).toContain("console.tokens");
  const used = (await sandbox.exchanges()).map(({ request }) => request.headers.authorization).filter((value) => value?.startsWith("Bearer ")).at(-1);
  await desk.signOut();
  await expect(desk.button("Sign in to PagerDuty")).toBeVisible();
  await expect.poll(async () => (await sandbox.state()).pagerduty.access_tokens.filter(({ user }) => user === AGENTS.jonas.email)).toEqual([]);
  const refused = await fetch(`${sandbox.addresses.rest_us}/users/me`, { headers: { authorization: used } });
  expect(refused.status).toBe(401);
  const left = await frame.evaluate(() => JSON.stringify(localStorage));
  expect(left).not.toContain(used.slice("Bearer ".length));
  expect(JSON.parse(left)).not.toHaveProperty("console.tokens");
  expect(JSON.parse(left)).not.toHaveProperty("console.user");
});

test("a sign-in lasts over a reload", async ({ desk, page }) => {
  await desk.openSignedIn();
  await page.reload();
  await expect(desk.button("Resolve")).toBeEnabled();
  await expect(desk.button(/^Sign in/)).toHaveCount(0);
});

test("without storage the sign-in works until the page goes", async ({ desk, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await desk.openSignedIn(TICKETS.one);
  await expect(desk.button("Resolve")).toBeEnabled();
});
