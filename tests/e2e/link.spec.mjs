// Linking open incidents to a ticket, and taking them off again.
import { expect, test, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const NUMBER = 1049;
const TITLE = "PIN resets answer 503";
const BACKLINK = `Linked to Zendesk ticket #${TICKETS.none}: https://northwind.zendesk.com/agent/tickets/${TICKETS.none}`;

const backlinks = (incident) => incident.notes.filter(({ content }) => content === BACKLINK);

test("an incident is found by words and linked: field, tag, and one note with the ticket's address", async ({ desk, sandbox }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openLink();
  await desk.search.fill("pin reset");
  await desk.app.getByRole("option", { name: new RegExp(TITLE) }).click();
  await expect(desk.heading(TITLE)).toBeVisible();
  const { id } = await sandbox.incident(NUMBER);
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([id]);
  expect((await sandbox.links(TICKETS.none)).tags).toContain("pagerduty_incident");
  await expect.poll(async () => backlinks(await sandbox.incident(NUMBER)).length).toBe(1);
  await expect(desk.app.getByText(`Incident #${NUMBER} linked to this ticket`).first()).toBeVisible();
});

for (const [what, typed] of [
  ["number", () => String(NUMBER)],
  ["number with a hash", () => `#${NUMBER}`],
  ["id", ({ id }) => id],
  ["pasted address", ({ html_url: url }) => url],
]) {
  test(`an incident is found by its ${what}, with the keyboard`, async ({ desk, sandbox, page }) => {
    await desk.openSignedIn(TICKETS.none);
    await desk.openLink();
    const incident = await sandbox.incident(NUMBER);
    await desk.search.fill(typed(incident));
    await expect(desk.app.getByRole("option", { name: new RegExp(TITLE) })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(desk.heading(TITLE)).toBeFocused();
    await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([incident.id]);
  });
}

test("an address that leads nowhere, or elsewhere, links nothing", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.none);
  await desk.openLink();
  await desk.search.fill("https://northwind-pay.pagerduty.com/incidents/PNOTTHERE1");
  await expect(desk.app.getByText("PagerDuty has no incident at that address, or you have no access to it.")).toBeVisible();
  await desk.search.fill("https://evil.example/incidents/../../users/me");
  await expect(desk.app.getByRole("option", { name: new RegExp(TITLE) })).toHaveCount(0);
  await expect(desk.button("Create a new incident instead")).toBeVisible();
  const asked = (await sandbox.exchanges()).map(({ request }) => decodeURIComponent(request.url));
  expect(asked.filter((url) => url.includes("..") || url.includes("evil.example"))).toEqual([]);
});

test("a title of 1,000 characters takes three lines among the results, and all of it can be read", async ({ desk, sandbox, page }) => {
  const title = "Card payments fail at the till ".repeat(33).trim().slice(0, 1_000);
  const { id } = await sandbox.incident(NUMBER);
  await sandbox.asColleague("maya.chen@northwind.example", "PUT", `/incidents/${id}`, { incident: { type: "incident_reference", title } });
  await desk.openSignedIn(TICKETS.none);
  await desk.openLink();
  await desk.search.fill(String(NUMBER));
  const label = desk.app.getByRole("option").filter({ hasText: title }).getByTitle(title);
  await expect(label).toHaveText(title);
  const lines = () => label.evaluate((element) => Math.round(element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight)));
  await expect.poll(lines).toBe(3);
  await desk.search.focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(lines).toBeGreaterThan(10);
});

test("the results can be narrowed to a service", async ({ desk }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openLink();
  const options = desk.app.getByRole("listbox", { name: "Incidents" }).getByRole("option");
  await expect(options.filter({ hasText: TITLE })).toBeVisible();
  await expect(options.filter({ hasText: "Checkout API: elevated" })).toBeVisible();
  const filter = desk.app.getByRole("combobox", { name: "Filter by service" });
  await filter.fill("Card Issuing");
  await desk.app.getByRole("option", { name: "Card Issuing", exact: true }).click();
  await expect(options.filter({ hasText: "Checkout API: elevated" })).toHaveCount(0);
  await expect(options.filter({ hasText: TITLE })).toBeVisible();
});

test("an incident is taken off with undo, and its note is not written twice", async ({ desk, sandbox }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openLink();
  await desk.search.fill(String(NUMBER));
  await desk.app.getByRole("option", { name: new RegExp(TITLE) }).click();
  const { id } = await sandbox.incident(NUMBER);
  await expect.poll(async () => backlinks(await sandbox.incident(NUMBER)).length).toBe(1);
  await desk.more("Unlink from ticket");
  await expect(desk.heading("No linked incident")).toBeVisible();
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([]);
  expect((await sandbox.links(TICKETS.none)).tags).not.toContain("pagerduty_incident");
  await desk.button("Undo").click();
  await expect(desk.heading(TITLE)).toBeVisible();
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([id]);
  expect((await sandbox.links(TICKETS.none)).tags).toContain("pagerduty_incident");
  await expect(desk.button("Undo")).toHaveCount(0);
  expect(backlinks(await sandbox.incident(NUMBER))).toHaveLength(1);
});

test("a colleague's change to the ticket at the same moment is kept", async ({ desk, sandbox }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openLink();
  await desk.search.fill(String(NUMBER));
  const option = desk.app.getByRole("option", { name: new RegExp(TITLE) });
  await expect(option).toBeVisible();
  await sandbox.link(TICKETS.none, 1045);
  await option.click();
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids.length).toBe(2);
  const wanted = await Promise.all([1045, NUMBER].map(async (number) => (await sandbox.incident(number)).id));
  expect((await sandbox.links(TICKETS.none)).ids.toSorted()).toEqual(wanted.toSorted());
});

test("a link that Zendesk refuses is taken back and can be tried again", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.none);
  await desk.openLink();
  await desk.search.fill(String(NUMBER));
  const fault = await sandbox.fault({ target: "zendesk", method: "PUT", kind: { status: { code: 403 } } });
  await desk.app.getByRole("option", { name: new RegExp(TITLE) }).click();
  await expect(desk.app.getByText("The link couldn’t be saved in the ticket.")).toBeVisible();
  expect((await sandbox.links(TICKETS.none)).ids).toEqual([]);
  await sandbox.control("faults/remove", { id: fault });
  await desk.button("Try again").click();
  await expect(desk.heading(TITLE)).toBeVisible();
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids.length).toBe(1);
});
