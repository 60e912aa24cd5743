// Asking more people to help, taking that back, and handing an incident over.
import { expect, test, BLOCKED_ANSWER, LOST_ANSWER, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const NUMBER = 1042;
const TITLE = /Checkout API: elevated/;

/** Opens the ticket with one acknowledged incident on the policy "Checkout". */
async function open(desk, options) {
  await desk.openSignedIn(TICKETS.one, options);
  await expect(desk.heading(TITLE)).toBeVisible();
}

const search = (desk, name) => desk.app.getByRole("combobox", { name });
const WHOM = "People or escalation policies";

/** Finds somebody by typing and takes them. */
async function choose(desk, field, name) {
  await search(desk, field).fill(name);
  await desk.app.getByRole("option", { name: new RegExp(`^${name}`) }).first().click();
  await expect(desk.button(`Remove ${name}`)).toBeVisible();
}

/** What Jonas has asked for on the incident, which began with a request of somebody else. */
async function requests(sandbox) {
  const { responder_requests: all } = await sandbox.incident(NUMBER);
  return all.filter(({ requester }) => requester.summary === "Jonas Okafor");
}

/** The names of everybody whom Jonas has asked, request by request. */
async function asked(sandbox) {
  return (await requests(sandbox)).map(({ responder_request_targets: targets }) => targets.map(({ responder_request_target: it }) => it.summary));
}

/** Somebody who was asked, in the list on the incident's card. */
const responder = (desk, name) => desk.card(TITLE).getByRole("listitem").filter({ hasText: name }).last();

const assigned = async (sandbox) => (await sandbox.incident(NUMBER)).assignments.map(({ assignee }) => assignee.summary);

test("people and policies are asked to help: who they are and when is said before, what they answer after", async ({ desk, sandbox }) => {
  await open(desk);
  await desk.button("Add responders").click();
  await expect(desk.heading("Add responders")).toBeFocused();
  await choose(desk, WHOM, "Priya Nair");
  await choose(desk, WHOM, "Ledger");
  const notified = desk.app.getByRole("region", { name: "Who is notified" });
  await expect(notified.getByText("Priya Nair", { exact: true })).toBeVisible();
  await expect(notified.getByText(/on call until .* local time/s).first()).toBeVisible();
  const message = desk.app.getByRole("textbox", { name: "Message" });
  await expect(message).toHaveValue(/^Please help with: Checkout API/);
  await message.fill("Join the bridge, please");
  expect(await asked(sandbox)).toEqual([]);
  await desk.submit("Add 2 responders").click();
  await expect(desk.app.getByText(`Priya Nair and Ledger: asked to help with #${NUMBER}`).first()).toBeVisible();
  expect(await asked(sandbox)).toEqual([["Priya Nair", "Ledger"]]);
  expect((await requests(sandbox))[0].message).toBe("Join the bridge, please");
  await expect(desk.heading(TITLE)).toBeFocused();

  await sandbox.control("colleague", { ticket: TICKETS.one, action: "join", email: "priya.nair@northwind.example" });
  await desk.button("Refresh").click();
  await expect(responder(desk, "Priya Nair").getByText("Joined", { exact: true })).toBeVisible();
  await expect(desk.button("Cancel the request to Priya Nair")).toHaveCount(0);
  await desk.button("Cancel the request to Ledger").click();
  await expect(responder(desk, "Ledger").getByText(/Request canceled/)).toBeVisible();
  await expect(desk.heading(TITLE)).toBeFocused();
});

test("a policy with nobody on call warns before anybody would be paged", async ({ desk }) => {
  await open(desk);
  await desk.button("Add responders").click();
  await choose(desk, WHOM, "Facilities");
  await expect(desk.app.getByText("Nobody is on call for Facilities")).toBeVisible();
});

test("an exact name is found among hundreds that hold it", async ({ desk, sandbox }) => {
  await sandbox.control("scene", { name: "crowd", ticket: TICKETS.one });
  await open(desk);
  await desk.button("Add responders").click();
  await search(desk, WHOM).fill("maya chen");
  await expect(desk.app.getByRole("option").first()).toHaveText(/^Maya Chen/);
});

test("with the keyboard alone: choose, take off, choose again, send", async ({ desk, sandbox, page }) => {
  await open(desk);
  await desk.tabTo(desk.button("Add responders"));
  await page.keyboard.press("Enter");
  await expect(desk.heading("Add responders")).toBeFocused();
  const field = search(desk, WHOM);
  await desk.tabTo(field);
  await page.keyboard.type("Priya");
  await expect(desk.app.getByRole("option", { name: /^Priya Nair/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await desk.tabTo(desk.button("Remove Priya Nair"), { back: true });
  await page.keyboard.press("Enter");
  await expect(desk.button("Remove Priya Nair")).toHaveCount(0);
  await expect(field).toBeFocused();
  await page.keyboard.type("Jonas");
  await expect(desk.app.getByRole("option", { name: /^Jonas Okafor/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await desk.tabTo(desk.app.getByRole("textbox", { name: "Message" }));
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => asked(sandbox)).toEqual([["Jonas Okafor"]]);
});

test("Escape leaves the task, gives the focus back, and keeps what was chosen", async ({ desk, page }) => {
  await open(desk);
  await desk.button("Add responders").click();
  await choose(desk, WHOM, "Priya Nair");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(desk.button("Add responders")).toBeFocused();
  await desk.button("Add responders").click();
  await expect(desk.button("Remove Priya Nair")).toBeVisible();
});

test("a plan without the feature says so and keeps what was chosen", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await sandbox.control("scene", { name: "no_responders", ticket: TICKETS.one });
  await open(desk);
  await desk.button("Add responders").click();
  await choose(desk, WHOM, "Priya Nair");
  await desk.submit("Add 1 responder").click();
  await expect(desk.app.getByText(/Your PagerDuty plan has no responder requests, so nobody was notified/)).toBeVisible();
  await expect(desk.button("Remove Priya Nair")).toBeVisible();
});

test("a lost answer is looked up, and nobody is asked twice", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST, BLOCKED_ANSWER);
  await open(desk);
  await desk.button("Add responders").click();
  await choose(desk, WHOM, "Priya Nair");
  await sandbox.fault({ target: "pagerduty", method: "POST", path: "*/responder_requests", kind: LOST_ANSWER, remaining: 1 });
  await desk.submit("Add 1 responder").click();
  await expect(desk.app.getByText(`Priya Nair: asked to help with #${NUMBER}`).first()).toBeVisible();
  expect(await asked(sandbox)).toEqual([["Priya Nair"]]);
});

test("an incident is handed to a policy, in the order that was told before", async ({ desk, sandbox }) => {
  await open(desk);
  await desk.more("Reassign");
  await expect(desk.heading("Reassign")).toBeFocused();
  await expect(desk.app.getByText(/^Now with Maya Chen \(Checkout, level 1\)\.$/)).toBeVisible();
  await expect(desk.app.getByText("Reassigning returns the incident to Triggered until someone acknowledges it.")).toBeVisible();
  await choose(desk, "Escalation policy", "Ledger");
  const notified = desk.app.getByRole("region", { name: "Who is notified" });
  await expect(notified.getByText("Level 1")).toBeVisible();
  await expect(notified.getByText("after 15 min")).toBeVisible();
  await desk.submit("Reassign").click();
  await expect(desk.app.getByText(`#${NUMBER} reassigned to Ledger`).first()).toBeVisible();
  const incident = await sandbox.incident(NUMBER);
  expect([incident.escalation_policy.summary, incident.status]).toEqual(["Ledger", "triggered"]);
});

test("an incident is escalated to the next level, then handed to people", async ({ desk, sandbox }) => {
  await open(desk);
  await desk.more("Reassign");
  await desk.app.getByRole("radio", { name: /^Next level/ }).check();
  await expect(desk.app.getByRole("region", { name: "Who is notified" }).getByText("Level 2")).toBeVisible();
  await desk.submit("Reassign").click();
  await expect(desk.app.getByText(`#${NUMBER} escalated to level 2`).first()).toBeVisible();
  await desk.more("Reassign");
  await desk.app.getByRole("radio", { name: "People" }).check();
  await choose(desk, "People", "Jonas Okafor");
  await choose(desk, "People", "Priya Nair");
  await desk.submit("Reassign").click();
  await expect.poll(() => assigned(sandbox)).toEqual(["Jonas Okafor", "Priya Nair"]);
});

test("an incident is escalated to a named level with the keyboard", async ({ desk, sandbox, page }) => {
  await open(desk);
  await desk.more("Reassign");
  const next = desk.app.getByRole("radio", { name: /^Next level/ });
  await desk.tabTo(desk.app.getByRole("radio", { name: "Escalation policy" }));
  await page.keyboard.press("ArrowUp");
  const level = desk.app.getByRole("combobox", { name: "A level you choose" });
  await desk.tabTo(level);
  await expect(level.getByRole("option", { name: /^Level 3/ })).toBeAttached();
  await page.keyboard.type("Level 3");
  await expect(next).not.toBeChecked();
  await desk.tabTo(desk.submit("Reassign"));
  await page.keyboard.press("Enter");
  await expect.poll(() => assigned(sandbox)).toEqual(["Amelia Thornton"]);
});

test("a refused handover is explained and changes nothing", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await open(desk);
  await desk.more("Reassign");
  await choose(desk, "Escalation policy", "Ledger");
  await sandbox.fault({ target: "pagerduty", method: "PUT", path: "/incidents", kind: { status: { code: 403 } } });
  await desk.submit("Reassign").click();
  await expect(desk.app.getByText(/PagerDuty doesn’t allow you to do this.*Nothing was changed\./)).toBeVisible();
  await expect(desk.button("Remove Ledger")).toBeVisible();
  expect((await sandbox.incident(NUMBER)).status).toBe("acknowledged");
});

for (const width of [240, 320]) {
  test(`nothing is wider than the panel at ${width} pixels`, async ({ desk }) => {
    await open(desk, { width });
    await desk.button("Add responders").click();
    await choose(desk, WHOM, "Priya Nair");
    await choose(desk, WHOM, "Platform follow-the-sun");
    await expect(desk.app.getByRole("region", { name: "Who is notified" })).toBeVisible();
    const frame = await desk.frame();
    expect(await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });
}
