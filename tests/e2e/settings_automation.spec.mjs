// Rules that Zendesk carries out: made here, set up in Zendesk, at work on a ticket, looked after, and taken away.
import { expect, LOST_REQUEST, test, TICKETS } from "./support/settings.mjs";

const URGENT = "Urgent ticket opens an incident";

/** The trigger of another integration, which stays whatever happens here. */
const LEFT = "PagerDuty: trigger an incident";

/** An agent makes a ticket urgent in the workspace. */
async function makeUrgent(agent) {
  await agent.pane.getByRole("combobox", { name: "Priority" }).selectOption("urgent");
  await agent.pane.getByRole("button", { name: /^Submit as/ }).click();
  await expect.poll(async () => (await agent.sandbox.state()).zendesk.invocations.length).toBe(1);
  await agent.button("Refresh").click();
}

test("with the keyboard a ready-made rule is made, saved and set up, and an urgent ticket opens an incident in the console", async ({ settings, agent, page }) => {
  settings.expectErrors(LOST_REQUEST);
  const press = async (target, key = "Enter") => {
    await settings.tabTo(target, { most: 120 });
    await page.keyboard.press(key);
  };
  await settings.openSignedIn();
  await settings.goTo("Automation rules");
  await press(settings.button("Add rule"));
  await press(settings.app.getByRole("region", { name: "Rules you can add" }).getByRole("button", { name: new RegExp(`^${URGENT}`) }));
  await expect(settings.app.getByRole("textbox", { name: "Title" })).toBeFocused();
  await press(settings.button("Add a destination"));
  const service = settings.app.getByRole("combobox", { name: "Service" });
  await settings.tabTo(service);
  await page.keyboard.type("Checkout API");
  await expect(settings.app.getByRole("option", { name: "Checkout API", exact: true })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await press(settings.button("Create one here"));
  await expect(settings.app.getByRole("combobox", { name: "Destination" })).toBeFocused();
  await press(settings.button("Done"));
  await expect(settings.rule(URGENT)).toContainText("Not saved");
  await press(settings.button("Save changes"));
  await expect(settings.heading("Review and save")).toBeFocused();
  await press(settings.button("Save changes"));
  await settings.saved();
  await expect(settings.app.getByText(/2 steps bring Zendesk in line/)).toBeVisible();
  await press(settings.button("Set up in Zendesk"));
  await expect(settings.app.getByText("Zendesk now does what the saved rules say.")).toBeVisible();
  await expect(settings.rule(URGENT)).toContainText("In order");

  await agent.openSignedIn(TICKETS.none);
  const { subject } = (await settings.sandbox.state()).zendesk.tickets.find(({ id }) => id === TICKETS.none);
  await makeUrgent(agent);
  await expect(agent.heading(subject)).toBeVisible();
  await expect(agent.app.getByText("Checkout API").first()).toBeVisible();
  await settings.button("Check again").click();
  await expect(settings.app.getByText("The last call was taken")).toBeVisible();
});

test("a key that PagerDuty knows no more is told of, and so are the calls that failed", async ({ settings, sandbox }) => {
  settings.expectErrors(LOST_REQUEST);
  await settings.openSignedIn();
  await settings.haveRule(URGENT, "Checkout API");
  await settings.setUpRules();
  await sandbox.control("scene", { name: "revoked_key" });
  await sandbox.control("ticket/update", { ticket: TICKETS.none, change: { priority: "urgent" } });
  await settings.button("Check again").click();
  const rule = settings.rule(URGENT);
  await expect(rule).toContainText("Needs attention");
  await expect(rule).toContainText("PagerDuty refuses the key.");
  await expect(settings.app.getByText("1 of the last 1 calls failed")).toBeVisible();
  await expect(settings.app.getByText(/answered with 400/).first()).toBeVisible();
});

test("what somebody changed by hand is shown and repaired, and everything is taken away again", async ({ settings, sandbox, page }) => {
  settings.expectErrors(LOST_REQUEST);
  await settings.openSignedIn();
  await settings.haveRule(URGENT, "Checkout API");
  await settings.setUpRules();
  await sandbox.control("scene", { name: "hand_edited" });
  await sandbox.control("scene", { name: "leftovers" });
  await settings.button("Check again").click();
  const rule = settings.rule(URGENT);
  await expect(rule).toContainText("Somebody changed the trigger in Zendesk.");
  await expect(rule.getByRole("list", { name: "What is different" })).toContainText(`PagerDuty: ${URGENT} (edited)`);
  await settings.tabTo(settings.button(`Repair “${URGENT}” in Zendesk`), { most: 120 });
  await page.keyboard.press("Enter");
  await expect(rule).toContainText("In order");
  const titles = async () => (await sandbox.state()).zendesk.triggers.map(({ title }) => title);
  expect(await titles()).toEqual([`PagerDuty: ${URGENT}`, LEFT]);

  await settings.button("Remove everything from Zendesk").click();
  await expect(settings.app.getByText("Remove every trigger and webhook that this page made?")).toBeVisible();
  await settings.button("Remove everything").click();
  await expect(settings.app.getByText("Nothing that this page made is left in Zendesk.", { exact: false })).toBeVisible();
  const { zendesk } = await sandbox.state();
  expect(await titles()).toEqual([LEFT]);
  expect(zendesk.webhooks.map(({ name }) => name)).toEqual(["PagerDuty"]);
  await expect(settings.app.getByRole("switch", { name: `Carry out “${URGENT}”` })).not.toBeChecked();
  await settings.save();
});
