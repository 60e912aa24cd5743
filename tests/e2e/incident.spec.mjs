// Working an incident: acknowledge, resolve, write notes, read what happened.
import { expect, test, BLOCKED_ANSWER, LOST_ANSWER, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const NUMBER = 1049;
const TITLE = "PIN resets answer 503";
const NOTE = "Customers report that PINs can be reset again.";

/** A ticket with one incident that nobody has acknowledged. */
async function openTriggered(desk, sandbox) {
  await sandbox.link(TICKETS.none, NUMBER);
  await desk.openSignedIn(TICKETS.none);
  await expect(desk.heading(TITLE)).toBeVisible();
}

const status = (sandbox) => sandbox.incident(NUMBER).then((incident) => incident.status);

test("acknowledging shows at once and is then what PagerDuty says", async ({ desk, sandbox }) => {
  await openTriggered(desk, sandbox);
  const card = desk.card(TITLE);
  await expect(card.getByText("Triggered", { exact: true }).first()).toBeVisible();
  const fault = await sandbox.fault({ target: "pagerduty", method: "PUT", path: "/incidents", kind: { latency: { ms: 3_000 } } });
  await desk.button("Acknowledge").click();
  await expect(card.getByText("Acknowledged", { exact: true }).first()).toBeVisible({ timeout: 2_000 });
  expect(await status(sandbox)).toBe("triggered");
  await expect(desk.heading(TITLE)).toBeFocused();
  await expect.poll(() => status(sandbox)).toBe("acknowledged");
  await sandbox.control("faults/remove", { id: fault });
  await expect(desk.app.getByText("Acknowledging…")).toHaveCount(0);
  await expect(card.getByText("Acknowledged", { exact: true }).first()).toBeVisible();
  const { request } = (await sandbox.exchanges()).find(({ request: { method, url } }) => method === "PUT" && url.includes("pagerduty.com"));
  expect(request.headers.from).toBe("jonas.okafor@northwind.example");
});

test("where the ticket has several incidents, what is read out names the one it is about", async ({ desk, sandbox }) => {
  await sandbox.link(TICKETS.none, NUMBER, 1045);
  await desk.openSignedIn(TICKETS.none);
  const card = desk.card(TITLE);
  const toggle = card.getByRole("heading", { level: 2 }).getByRole("button");
  await expect(toggle).toBeVisible();
  if ((await toggle.getAttribute("aria-expanded")) !== "true") await toggle.click();
  const said = desk.app.locator("main > [role=status]");
  await card.getByRole("button", { name: "Acknowledge", exact: true }).click();
  await expect(said).toHaveText(`Incident #${NUMBER}: Acknowledged`);
  await card.getByRole("button", { name: "Resolve", exact: true }).click();
  await desk.submit("Resolve incident").click();
  await expect(said).toHaveText(new RegExp(`^Incident #${NUMBER}: Resolving in`));
  await expect(said).toHaveText(`Incident #${NUMBER}: Resolved`, { timeout: 15_000 });
});

test("a refused acknowledgment is rolled back with words", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await openTriggered(desk, sandbox);
  await sandbox.fault({ target: "pagerduty", method: "PUT", path: "/incidents", kind: { status: { code: 403 } } });
  await desk.button("Acknowledge").click();
  await expect(desk.app.getByText(/^Acknowledge: not done/)).toBeVisible();
  await expect(desk.app.getByText(/PagerDuty doesn’t allow you to do this.*Nothing was changed\./)).toBeVisible();
  await expect(desk.card(TITLE).getByText("Triggered", { exact: true }).first()).toBeVisible();
  await expect(desk.button("Acknowledge")).toBeEnabled();
  expect(await status(sandbox)).toBe("triggered");
});

test("a lost answer to an acknowledgment is not taken for a failure", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST, BLOCKED_ANSWER);
  await openTriggered(desk, sandbox);
  await sandbox.fault({ target: "pagerduty", method: "PUT", path: "/incidents", kind: LOST_ANSWER, remaining: 1 });
  await desk.button("Acknowledge").click();
  await expect(desk.card(TITLE).getByText("Acknowledged", { exact: true }).first()).toBeVisible();
  await expect.poll(() => status(sandbox)).toBe("acknowledged");
  await desk.button("Refresh").click();
  await expect(desk.card(TITLE).getByText("Acknowledged", { exact: true }).first()).toBeVisible();
});

test("resolving waits a moment for a change of mind, then goes out with its note", async ({ desk, sandbox }) => {
  await openTriggered(desk, sandbox);
  await desk.button("Resolve").click();
  await expect(desk.heading("Resolve incident")).toBeFocused();
  await desk.app.getByRole("textbox", { name: "Resolution note" }).fill(NOTE);
  await desk.submit("Resolve incident").click();
  await expect(desk.app.getByText(/^Resolving in/).first()).toBeVisible();
  await expect(desk.heading(TITLE)).toBeFocused();
  expect(await status(sandbox)).toBe("triggered");
  await expect.poll(() => status(sandbox), { timeout: 15_000 }).toBe("resolved");
  await expect(desk.card(TITLE).getByText("Resolved", { exact: true }).first()).toBeVisible();
  await expect.poll(async () => (await sandbox.incident(NUMBER)).notes.filter(({ content }) => content === NOTE).length).toBe(1);
  await expect(desk.button("Resolve")).toHaveCount(0);
});

test("a resolution that is taken back sends nothing, and its note comes back", async ({ desk, sandbox, page }) => {
  await page.clock.install();
  await openTriggered(desk, sandbox);
  await desk.button("Resolve").click();
  const note = desk.app.getByRole("textbox", { name: "Resolution note" });
  await note.fill(NOTE);
  await desk.submit("Resolve incident").click();
  await desk.button("Undo").click();
  await expect(desk.heading("Resolve incident")).toBeFocused();
  await expect(note).toHaveValue(NOTE);
  await page.keyboard.press("Escape");
  await expect(desk.button("Resolve")).toBeVisible();
  await desk.pass(30);
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  expect(await status(sandbox)).toBe("triggered");
  const sent = (await sandbox.exchanges()).filter(({ request }) => request.method === "PUT" && request.url.includes("pagerduty.com"));
  expect(sent).toEqual([]);
});

test("a refused resolution is rolled back, and its note is kept as a draft", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await openTriggered(desk, sandbox);
  await sandbox.fault({ target: "pagerduty", method: "PUT", path: "/incidents", kind: { status: { code: 403 } } });
  await desk.button("Resolve").click();
  await desk.app.getByRole("textbox", { name: "Resolution note" }).fill(NOTE);
  await desk.submit("Resolve incident").click();
  await expect(desk.app.getByText(/^Resolve: not done/)).toBeVisible({ timeout: 15_000 });
  await expect(desk.card(TITLE).getByText("Triggered", { exact: true }).first()).toBeVisible();
  await desk.section("Notes");
  await expect(desk.app.getByRole("textbox", { name: "Add a note" })).toHaveValue(NOTE);
});

test("a note is sent with Ctrl+Enter, once", async ({ desk, sandbox, page }) => {
  await desk.openSignedIn();
  await desk.section("Notes");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await note.fill(NOTE);
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Control+Enter");
  await expect(note).toHaveValue("");
  await expect(desk.app.getByRole("list", { name: "Notes" }).getByText(NOTE)).toBeVisible();
  expect((await sandbox.incident(1042)).notes.filter(({ content }) => content === NOTE)).toHaveLength(1);
});

test("a note that failed keeps its words and is sent again once", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await desk.section("Notes");
  await desk.app.getByRole("textbox", { name: "Add a note" }).fill(NOTE);
  const fault = await sandbox.fault({ target: "pagerduty", method: "POST", path: "/incidents/*/notes", kind: { status: { code: 403 } } });
  await desk.button("Send note").click();
  await expect(desk.app.getByText("Not sent", { exact: true })).toBeVisible();
  await expect(desk.app.getByRole("paragraph").filter({ hasText: NOTE })).toBeVisible();
  await sandbox.control("faults/remove", { id: fault });
  await desk.button("Send again").click();
  await expect(desk.button("Send again")).toHaveCount(0);
  await expect(desk.app.getByRole("list", { name: "Notes" }).getByText(NOTE)).toBeVisible();
  expect((await sandbox.incident(1042)).notes.filter(({ content }) => content === NOTE)).toHaveLength(1);
});

test("a note whose answer was lost is not written twice", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST, BLOCKED_ANSWER);
  await desk.openSignedIn();
  await desk.section("Notes");
  await desk.app.getByRole("textbox", { name: "Add a note" }).fill(NOTE);
  await sandbox.fault({ target: "pagerduty", method: "POST", path: "/incidents/*/notes", kind: LOST_ANSWER, remaining: 1 });
  await desk.button("Send note").click();
  const written = desk.app.getByRole("list", { name: "Notes" }).getByText(NOTE);
  const again = desk.button("Check again");
  await expect(written.or(again).first()).toBeVisible({ timeout: 20_000 });
  if (await again.isVisible()) await again.click();
  await expect(written).toBeVisible();
  await expect(desk.button("Send again")).toHaveCount(0);
  expect((await sandbox.incident(1042)).notes.filter(({ content }) => content === NOTE)).toHaveLength(1);
});

test("the timeline is read when it is opened, and grows by pages", async ({ desk, sandbox }) => {
  await sandbox.link(TICKETS.none, 1036);
  await desk.openSignedIn(TICKETS.none);
  const timelineRequests = async () => (await sandbox.exchanges()).filter(({ request }) => request.url.includes("/log_entries?limit=50")).length;
  await expect(desk.heading("Payouts to 212 merchants are stuck in review")).toBeVisible();
  expect(await timelineRequests()).toBe(0);
  await desk.section("Timeline");
  const entries = desk.app.getByRole("list", { name: "Timeline" }).getByRole("listitem");
  await expect(entries.first()).toBeVisible();
  const before = await entries.count();
  expect(before).toBeLessThan(1_000);
  await desk.button("Load earlier entries").click();
  await expect.poll(() => entries.count()).toBeGreaterThan(before);
  const times = await desk.app.getByRole("list", { name: "Timeline" }).locator("time").evaluateAll((all) => all.map((time) => time.dateTime));
  expect(times).toEqual(times.toSorted().toReversed());
});

test("sections stay as the agent left them", async ({ desk, page }) => {
  await desk.openSignedIn();
  const details = desk.button(/^Details/);
  const timeline = await desk.section("Timeline");
  await details.click();
  await expect(details).toHaveAttribute("aria-expanded", "false");
  await page.reload();
  await expect(timeline).toHaveAttribute("aria-expanded", "true");
  await expect(desk.app.getByRole("list", { name: "Timeline" }).getByRole("listitem").first()).toBeVisible();
  await expect(details).toHaveAttribute("aria-expanded", "false");
});

test("times are told in the agent's time zone, not the browser's", async ({ desk, sandbox }) => {
  const { created_at: created } = await sandbox.incident(1042);
  for (const zone of ["Asia/Kolkata", "America/New_York"]) {
    await desk.open(TICKETS.one, { zone });
    const wanted = new Intl.DateTimeFormat("en-US", { timeStyle: "short", timeZone: zone }).format(new Date(created));
    await desk.section("Details");
    const shown = desk.app.getByText(wanted).or(desk.app.getByTitle(wanted));
    await expect(shown.first()).toBeVisible();
  }
});

test("a colleague's change arrives by itself", async ({ desk, sandbox, page }) => {
  await page.clock.install();
  await openTriggered(desk, sandbox);
  const { id } = await sandbox.incident(NUMBER);
  await sandbox.colleagueSets(id, "acknowledged");
  await desk.pass(16);
  await expect(desk.card(TITLE).getByText("Acknowledged", { exact: true }).first()).toBeVisible();
});
