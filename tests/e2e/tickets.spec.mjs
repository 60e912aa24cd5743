// The other tickets of an incident, what a ticket is told of it, and incidents that resemble a ticket.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, APP_NAME, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The private comments that the console has written to a ticket. */
async function told(sandbox, ticket) {
  const { zendesk } = await sandbox.state();
  const { comments } = zendesk.tickets.find(({ id }) => id === ticket);
  return comments.filter(({ body }) => / PagerDuty incident #\d+ /.test(body));
}

async function violations(desk) {
  const { violations: found } = await new AxeBuilder({ page: desk.page }).include([`iframe[title="${APP_NAME}"]`, "html"]).withTags(TAGS).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

test("hundreds of tickets are listed page by page, and one opens in a tab of Zendesk's own", async ({ desk, sandbox }) => {
  await sandbox.control("scene", { name: "many_tickets", ticket: TICKETS.one });
  await desk.openSignedIn(TICKETS.one);
  const toggle = await desk.section("Linked tickets");
  await expect(toggle).toContainText("240");
  await expect(desk.app.getByText("240 other tickets")).toBeVisible();
  await expect(desk.app.getByText(/waiting for a reply.*Longest wait/)).toBeVisible();
  const rows = desk.app.getByRole("list", { name: "Linked tickets" }).getByRole("listitem");
  await expect(rows).toHaveCount(20);
  for (const count of [40, 60, 80, 99, 120]) {
    await desk.button("Show more").click();
    await expect(rows).toHaveCount(count);
  }
  const first = rows.first().getByRole("button");
  const number = /#(\d+)/.exec(await first.textContent())[1];
  await first.click();
  await expect(desk.page.getByRole("article", { name: `Ticket ${number}` })).toBeVisible();
  // The ticket that was left is still there, as the agent left it.
  await desk.page.getByRole("tab", { name: new RegExp(String(TICKETS.one)) }).click();
  await expect(rows).toHaveCount(120);
});

test("the section remembers that it was open, and its tickets are reached with the keyboard alone", async ({ desk, sandbox, page }) => {
  await sandbox.control("scene", { name: "many_tickets", ticket: TICKETS.one });
  await desk.openSignedIn(TICKETS.one);
  const toggle = desk.button(/^Linked tickets/);
  await desk.tabTo(toggle);
  await page.keyboard.press("Enter");
  await expect(toggle).toHaveAttribute("aria-expanded", "true");
  const first = desk.app.getByRole("list", { name: "Linked tickets" }).getByRole("button").first();
  await expect(first).toBeVisible();
  await desk.page.reload();
  await expect(desk.button(/^Linked tickets/)).toHaveAttribute("aria-expanded", "true");
  await desk.tabTo(first);
  const number = /#(\d+)/.exec(await first.textContent())[1];
  await page.keyboard.press("Enter");
  await expect(desk.page.getByRole("article", { name: `Ticket ${number}` })).toBeVisible();
});

test("a list that cannot be read says so and is tried again", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.one);
  const fault = await sandbox.fault({ target: "zendesk", path: "/api/v2/search", kind: { status: { code: 403 } } });
  await desk.section("Linked tickets");
  await expect(desk.app.getByText("Linked tickets couldn’t be loaded. Zendesk couldn’t do this.")).toBeVisible();
  await expect(desk.button("Copy error details")).toBeVisible();
  await sandbox.control("faults/remove", { id: fault });
  await desk.button("Try again").click();
  await expect(desk.app.getByText("No other ticket is linked to this incident.")).toBeVisible();
});

test("an acknowledgement opens a new ticket and tells it once, privately", async ({ desk, sandbox }) => {
  await desk.openSignedIn(TICKETS.byEvent);
  await desk.button("Acknowledge").click();
  await expect.poll(async () => (await told(sandbox, TICKETS.byEvent)).length).toBe(1);
  const [comment] = await told(sandbox, TICKETS.byEvent);
  expect(comment.public).toBe(false);
  expect(comment.body).toMatch(/^Jonas Okafor acknowledged PagerDuty incident #\d+ “.*”\.\nhttps:\/\//);
  const { zendesk } = await sandbox.state();
  expect(zendesk.tickets.find(({ id }) => id === TICKETS.byEvent).status).toBe("open");
});

test("a ticket that could not be told is offered alone, and told once", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.byEvent);
  const fault = await sandbox.fault({ target: "zendesk", method: "PUT", kind: { status: { code: 422 } } });
  await desk.button("Acknowledge").click();
  await expect(desk.app.getByText("The ticket wasn’t updated")).toBeVisible();
  await expect(desk.app.getByText(/PagerDuty has your change\. Only the private comment in this ticket is missing\./)).toBeVisible();
  await sandbox.control("faults/remove", { id: fault });
  await desk.button("Add to ticket").click();
  await expect.poll(async () => (await told(sandbox, TICKETS.byEvent)).length).toBe(1);
  await expect(desk.app.getByText("The ticket wasn’t updated")).toHaveCount(0);
});

test("the incident's priority follows the one that the agent saves", async ({ desk, sandbox, page }) => {
  await sandbox.control("scene", { name: "priorities_follow", ticket: TICKETS.one });
  await desk.openSignedIn(TICKETS.one);
  await desk.pane.getByLabel("Priority").selectOption("normal");
  await page.waitForTimeout(500);
  expect((await sandbox.incident(1042)).priority.summary).toBe("P1");
  await desk.pane.getByRole("button", { name: /^Submit as/ }).click();
  await expect(desk.app.getByText("#1042 now has priority P3, like the ticket.").first()).toBeVisible();
  await expect.poll(async () => (await told(sandbox, TICKETS.one)).length).toBe(1);
  expect((await sandbox.incident(1042)).priority.summary).toBe("P3");
});

test("an incident that resembles the ticket is linked instead of creating one more", async ({ desk, sandbox }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  const before = (await sandbox.state()).pagerduty.incidents.length;
  await desk.fillCreate({ title: "Cards are declined at checkout", service: "Checkout API" });
  const similar = desk.app.getByRole("region", { name: /look(s)? similar/ });
  await expect(similar.getByText("Same service").first()).toBeVisible();
  expect(await violations(desk)).toEqual([]);
  const link = similar.getByRole("button", { name: /^Link #1042 / });
  await desk.tabTo(link, { back: true });
  await desk.page.keyboard.press("Enter");
  const { id } = await sandbox.incident(1042);
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([id]);
  expect((await sandbox.state()).pagerduty.incidents.length).toBe(before);
});

for (const scheme of ["light", "dark"]) {
  test(`the section and the suggestions have no accessibility violation in ${scheme} colors`, async ({ desk, sandbox }) => {
    await sandbox.control("scene", { name: "many_tickets", ticket: TICKETS.one });
    await desk.openSignedIn(TICKETS.one, { scheme });
    await desk.section("Linked tickets");
    await expect(desk.app.getByText(/other tickets/)).toBeVisible();
    expect(await violations(desk)).toEqual([]);
  });
}
