// The checklist: it finds out by itself what is set up, says what to do about the rest, and checks again.
import { BLOCKED_ANSWER, expect, LOST_ANSWER, LOST_REQUEST, test } from "./support/settings.mjs";

test("the checklist finds out what is missing, and a form gets the field from here", async ({ settings, sandbox, page }) => {
  await settings.open();
  await expect(settings.summary).toHaveText("2 of 7 done");
  const check = settings.check("Ticket field");
  await expect(check).toContainText("Needs you");
  await expect(check).toContainText("1 ticket form doesn’t show the field.");
  await settings.tabTo(check.getByRole("button", { name: "Add the field to Outage report" }));
  await page.keyboard.press("Enter");
  await expect(check).toContainText("every ticket form shows it");
  await expect(settings.summary).toHaveText("3 of 7 done");
  const { zendesk } = await sandbox.state();
  const field = zendesk.ticket_fields.find(({ title }) => title === "PagerDuty incidents").id;
  for (const form of zendesk.ticket_forms) expect(form.ticket_field_ids).toContain(field);
  await settings.button("Check everything again").click();
  await expect(settings.said).toHaveText("Checked. 3 of 7 done.");
});

test("the redirect address is copied to the letter, and counts as registered when it was said so", async ({ settings, page }) => {
  await settings.open();
  const check = settings.check("Redirect address");
  const address = await check.locator("code").textContent();
  expect(address).toMatch(/\/oauth\.html$/);
  await settings.button("Copy redirect address").click();
  await expect(settings.said).toHaveText("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  await settings.button("I registered this address").click();
  await expect(check).toContainText("Done");
  await settings.save();
  expect((await settings.configuration()).registered_redirect).toBe(address);
});

test("signing in is tested at PagerDuty's window: denied it says so, allowed the rest is checked", async ({ settings, page }) => {
  settings.expectErrors(LOST_REQUEST);
  await settings.open();
  const check = settings.check("Signing in");
  const test = check.getByRole("button", { name: "Sign in to PagerDuty" });
  await settings.tabTo(test);
  const [denied] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")]);
  await denied.getByRole("button", { name: "Deny" }).click();
  await expect(check).toContainText("Needs you");
  await expect(test).toBeFocused();
  await settings.signIn({ trigger: test });
  await expect(check).toContainText("Signing in works. PagerDuty knows you as Maya Chen.");
  await expect(settings.check("Calls to PagerDuty")).toContainText("Every call that reads comes through.");
  await expect(settings.check("What your PagerDuty plan has")).toContainText("Done");
  await expect(settings.summary).toHaveText("6 of 7 done");
});

test("a call that the browser may not read is named, with what to do, and is tried again", async ({ settings, sandbox, page }) => {
  settings.expectErrors(LOST_REQUEST, BLOCKED_ANSWER);
  const fault = await sandbox.fault({ target: "pagerduty", method: "GET", path: "/incidents/*/notes", kind: LOST_ANSWER });
  await settings.openSignedIn();
  const check = settings.check("Calls to PagerDuty");
  await expect(check).toContainText("1 call doesn’t come through.");
  await expect(check).toContainText("What doesn’t work: notes");
  await expect(check).toContainText("Try another browser or another network.");
  await expect(check).toContainText("Needs you");
  await sandbox.control("faults/remove", { id: fault });
  await settings.tabTo(settings.button("Check again: Calls to PagerDuty"), { most: 120 });
  await page.keyboard.press("Enter");
  await expect(check).toContainText("Every call that reads comes through.");
  await expect(settings.button("Check again: Calls to PagerDuty")).toBeFocused();
});
