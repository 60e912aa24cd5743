// Routes by e-mail: set up in both systems, at work on a ticket, and taken away.
import { expect, LOST_REQUEST, test, TICKETS } from "./support/settings.mjs";

test("a route is set up, an urgent ticket opens an incident by mail, and removing it leaves nothing", async ({ settings, agent, sandbox }) => {
  settings.expectErrors(LOST_REQUEST);
  await settings.openSignedIn();
  await settings.goTo("E-mail");
  await settings.addRoute("Urgent tickets", "Checkout API");
  await settings.save();
  const before = await sandbox.state();
  await settings.button("Set up in Zendesk and PagerDuty").click();
  await expect(settings.app.getByText("Everything is set up.")).toBeVisible();
  await expect(settings.app.getByText("In order")).toBeVisible();

  await agent.openSignedIn(TICKETS.none);
  await agent.pane.getByRole("combobox", { name: "Priority" }).selectOption("urgent");
  await agent.pane.getByRole("button", { name: /^Submit as/ }).click();
  await expect.poll(async () => (await sandbox.state()).zendesk.mails.length).toBe(1);
  await agent.button("Refresh").click();
  const { subject } = before.zendesk.tickets.find(({ id }) => id === TICKETS.none);
  await expect(agent.app.getByRole("heading", { name: subject })).toBeVisible();
  await sandbox.control("ticket/update", { ticket: TICKETS.none, change: { status: "solved" } });
  await expect.poll(async () => (await sandbox.state()).zendesk.mails.length).toBe(2);

  await settings.button("Remove Urgent tickets").click();
  await settings.button("Remove it").click();
  await expect(settings.app.getByText("Nothing is left in Zendesk and PagerDuty.")).toBeVisible();
  await settings.save();
  const { zendesk } = await sandbox.state();
  expect(zendesk.triggers).toEqual(before.zendesk.triggers);
  expect(zendesk.targets).toEqual(before.zendesk.targets);
});
