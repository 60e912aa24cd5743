// Every state of the panel that is not the normal one, and the way out of it.
import { expect, test, AGENTS, LOST_REQUEST, PROGRAM, TICKETS, TIER_1 } from "./support/fixtures.mjs";

const CHECKOUT = "Checkout API: elevated 5xx errors on payment authorization";
const DOWN = { target: "pagerduty", kind: { status: { code: 503 } } };

test("the skeleton stands there before the program has come", async ({ desk }) => {
  const release = await desk.holdProgram();
  await desk.open();
  await expect(desk.app.getByRole("status").filter({ hasText: "Loading incidents…" })).toHaveCount(1);
  await expect(desk.app.getByRole("main")).toBeVisible();
  await expect(desk.app.getByRole("heading", { level: 1, name: "PagerDuty incidents" })).toHaveCount(1);
  const frame = await desk.frame();
  expect(await frame.evaluate(() => [...document.querySelectorAll(".bone")].filter((bone) => bone.getClientRects().length > 0).length)).toBeGreaterThan(5);
  release();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
});

test("a program that cannot be loaded is said in words, and loading again helps", async ({ desk, page }) => {
  desk.expectErrors(LOST_REQUEST, /^The console could not start\./);
  await page.context().route(PROGRAM, (route) => route.abort());
  await desk.open();
  const alert = desk.app.getByRole("alert");
  await expect(alert).toContainText("The console couldn’t start");
  await expect(alert).toContainText("Nothing was changed.");
  await page.context().unroute(PROGRAM);
  await alert.getByRole("button").click();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
});

test("without the Zendesk SDK the panel says that a part could not be loaded", async ({ desk, page }) => {
  desk.expectErrors(LOST_REQUEST);
  await page.context().route("**/sdk/zaf_sdk.js", (route) => route.abort());
  await desk.open();
  await expect(desk.heading("The console couldn’t start")).toBeVisible();
});

test("outside Zendesk the page says where to open it, and asks nobody anything", async ({ desk, sandbox, page }) => {
  await page.goto(`${sandbox.addresses.app}index.html`);
  await expect(page.getByRole("heading", { name: "Open this app in Zendesk" })).toBeVisible();
  expect(await sandbox.exchanges()).toEqual([]);
  expect(desk.unexpected()).toEqual([]);
});

test("an agent without an account sees the incident through the read-only key, and why nothing can be pressed", async ({ desk, sandbox }) => {
  await desk.open(TICKETS.one, { agent: AGENTS.sam });
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  await expect(desk.app.getByText("View only", { exact: true })).toBeVisible();
  await expect(desk.button("Resolve")).toBeDisabled();
  await expect(desk.button("Resolve")).toHaveAccessibleDescription(/Sign in to PagerDuty/);
  const exchanges = await sandbox.exchanges();
  const asked = exchanges.filter(({ service }) => service === "pagerduty");
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.every(({ request }) => request.method === "GET")).toBe(true);
});

test("the read-only key never reaches the browser", async ({ desk, sandbox, page }) => {
  const received = [];
  page.context().on("response", async (response) => received.push(await response.text().catch(() => "")));
  const sent = [];
  page.context().on("request", (request) => sent.push(JSON.stringify(request.headers()) + request.url() + (request.postData() ?? "")));
  await desk.open(TICKETS.one, { agent: AGENTS.sam });
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  const [{ request }] = (await sandbox.exchanges()).filter(({ service }) => service === "pagerduty");
  const key = /token=(.+)$/.exec(request.headers.authorization)[1];
  expect(key.length).toBeGreaterThan(10);
  for (const text of [...received, ...sent, ...desk.spoken]) expect(text.includes(key)).toBe(false);
});

test("with neither account nor key the panel asks to sign in", async ({ desk, sandbox }) => {
  await sandbox.control("read_only_key", { present: false });
  await desk.open(TICKETS.one, { agent: AGENTS.sam });
  await expect(desk.heading("Sign in to see incidents")).toBeVisible();
  await expect(desk.app.getByText("No PagerDuty account? Ask an administrator to add a read-only key in the app’s settings.")).toBeVisible();
  await expect(desk.button("Sign in to PagerDuty")).toBeEnabled();
  expect(await sandbox.pagerdutyRequests()).toBe(0);
});

test("without a client ID the panel says who can set sign-in up", async ({ desk, sandbox }) => {
  await sandbox.control("client_id", { present: false });
  await sandbox.control("read_only_key", { present: false });
  await desk.open();
  await expect(desk.app.getByText("Sign-in isn’t set up: the PagerDuty client ID is missing in the app’s settings. Ask an administrator.")).toBeVisible();
  await expect(desk.button("Sign in to PagerDuty")).toHaveCount(0);
});

test("what the agent's group may not do is disabled with the reason, and what it may works", async ({ desk, sandbox }) => {
  await sandbox.control("configuration", { preset: "tier_1_view_and_note" });
  await desk.openSignedIn();
  await expect(desk.button("Resolve")).toBeDisabled();
  await expect(desk.button("Resolve")).toHaveAccessibleDescription(/Your groups \(Tier 1 Support\) may not resolve incidents/);
  await expect(desk.app.getByText(/^Your groups \(Tier 1 Support\) may not acknowledge incidents, .*An administrator can change this in the app’s settings\.$/)).toBeVisible();
  await desk.button("Resolve").click({ force: true });
  await expect(desk.heading("Resolve incident")).toHaveCount(0);
  await expect(desk.button("Send update")).toBeDisabled();
  await desk.button("More actions").click();
  await expect(desk.item("Add note")).toBeEnabled();
  await expect(desk.item("Run workflow")).toBeDisabled();
  await expect(desk.item("Unlink from ticket")).toBeDisabled();
  await expect(desk.item("Create incident")).toBeDisabled();
});

test("an agent may do what any of their groups may", async ({ desk, sandbox }) => {
  const groups = { [TIER_1]: ["view", "note"], 7290200028: ["view", "resolve"] };
  await sandbox.control("configuration", { value: JSON.stringify({ version: 1, permissions: { default: ["view"], groups } }) });
  await desk.openSignedIn(TICKETS.one, { agent: AGENTS.priya });
  await expect(desk.button("Resolve")).toBeEnabled();
  await desk.button("More actions").click();
  await expect(desk.item("Add note")).toBeEnabled();
  await expect(desk.item("Unlink from ticket")).toBeDisabled();
});

test("an agent whose groups may not see incidents sees none, and PagerDuty is asked no more", async ({ desk, sandbox, page }) => {
  await page.clock.install();
  await sandbox.control("configuration", { value: JSON.stringify({ version: 1, permissions: { default: [], groups: {} } }) });
  await desk.open();
  await expect(desk.heading("You can’t see incidents here")).toBeVisible();
  for (let minute = 0; minute < 3; minute += 1) await desk.pass(60);
  await expect(desk.app.getByText(CHECKOUT)).toHaveCount(0);
  // The first look begins before Zendesk has told the agent's groups; none follows.
  expect(await sandbox.pagerdutyRequests()).toBeLessThanOrEqual(2);
});

test("a broken configuration yields the safest defaults and says so", async ({ desk, sandbox }) => {
  await sandbox.control("configuration", { preset: "broken" });
  await desk.openSignedIn();
  await expect(desk.app.getByText("The app’s configuration can’t be read")).toBeVisible();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  await expect(desk.button("Resolve")).toBeDisabled();
  await expect(desk.button("Send update")).toBeDisabled();
});

test("when PagerDuty limits requests the panel counts down and then goes on by itself", async ({ desk, sandbox, page }) => {
  desk.expectErrors(LOST_REQUEST);
  await page.clock.install();
  await desk.openSignedIn();
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  await sandbox.fault({ target: "pagerduty", kind: { status: { code: 429, retry_after: 40 } } });
  await desk.pass(16);
  await expect(desk.app.getByText("Updates paused")).toBeVisible();
  const countdown = desk.app.getByText(/^PagerDuty is limiting requests\. Retrying in/);
  const seconds = async () => Number(/in (\d+)/.exec(await countdown.textContent())[1]);
  const before = await seconds();
  // PagerDuty lets no page read `Retry-After`, so the panel waits for a time of its own.
  expect(before).toBeGreaterThan(10);
  await sandbox.forgetRequests();
  await desk.pass(6);
  await expect.poll(seconds).toBeLessThan(before - 3);
  expect(await sandbox.pagerdutyRequests()).toBe(0);
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  await sandbox.control("faults/clear");
  await desk.pass(40);
  await expect(desk.app.getByText("Updates paused")).toHaveCount(0);
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
});

test("when PagerDuty is down at first the panel says so, and trying again helps", async ({ desk, sandbox, page }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await sandbox.fault(DOWN);
  await page.reload();
  const alert = desk.app.getByRole("alert").filter({ hasText: "Couldn’t load incidents" });
  await expect(alert).toContainText("PagerDuty has a problem");
  await expect(desk.button("Copy error details")).toBeVisible();
  await sandbox.control("faults/clear");
  await desk.button("Try again").click();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test("signed out, what went wrong stands above the remark that one may only look", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await sandbox.fault(DOWN);
  await desk.open(TICKETS.one, { agent: AGENTS.sam });
  const alert = desk.app.getByRole("alert").filter({ hasText: "Couldn’t load incidents" });
  const remark = desk.app.getByText("View only", { exact: true });
  await expect(alert).toBeVisible();
  await expect(remark).toBeVisible();
  expect((await remark.boundingBox()).y).toBeGreaterThan((await alert.boundingBox()).y);
  await sandbox.control("faults/clear");
  await desk.button("Try again").click();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  expect((await remark.boundingBox()).y).toBeLessThan((await desk.heading(CHECKOUT).boundingBox()).y);
});

test("when PagerDuty goes down later, what is known stays and says how old it is", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  await sandbox.fault(DOWN);
  await desk.button("Refresh").click();
  await expect(desk.app.getByText("Not up to date: the last refresh failed.")).toBeVisible();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  await sandbox.control("faults/clear");
  await desk.button("Try again").click();
  await expect(desk.app.getByText("Not up to date: the last refresh failed.")).toHaveCount(0);
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
});

test("the details of an error can be copied and hold no secret", async ({ desk, sandbox, page }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await sandbox.fault(DOWN);
  await page.reload();
  await desk.button("Copy error details").click();
  await expect(desk.app.getByRole("status").filter({ hasText: "Error details copied" })).toHaveCount(1);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`Ticket ${TICKETS.one}`);
  expect(copied).not.toMatch(/Bearer|token/i);
});

test("offline, what is known stays and nothing is lost; back online it goes on", async ({ desk, page }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await desk.section("Notes");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await note.fill("Written on a train");
  await page.context().setOffline(true);
  await expect(desk.app.getByText("You’re offline", { exact: true })).toBeVisible();
  await expect(desk.app.getByText(/What you typed is kept here\./)).toBeVisible();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  await expect(desk.button("Resolve")).toBeDisabled();
  await page.context().setOffline(false);
  await expect(desk.app.getByText("You’re offline", { exact: true })).toHaveCount(0);
  await expect(note).toHaveValue("Written on a train");
  await expect(desk.button("Resolve")).toBeEnabled();
});

test("an answer that cannot be read is said in words", async ({ desk, sandbox, page }) => {
  await desk.openSignedIn();
  await sandbox.fault({ target: "pagerduty", kind: "malformed" });
  await page.reload();
  await expect(desk.app.getByRole("alert").filter({ hasText: "Couldn’t load incidents" })).toContainText("PagerDuty’s answer couldn’t be read");
  await sandbox.control("faults/clear");
  await desk.button("Try again").click();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
});

test("on a closed ticket links cannot change, and the panel says why", async ({ desk }) => {
  await desk.openSignedIn(TICKETS.closed);
  await expect(desk.heading("No linked incident")).toBeVisible();
  await expect(desk.button("Create incident")).toBeDisabled();
  await expect(desk.button("Link incident")).toBeDisabled();
  await expect(desk.button("Link incident")).toHaveAccessibleDescription("The ticket is closed, so its links can’t change.");
});

test("of several incidents one is open, and each can be opened", async ({ desk }) => {
  await desk.openSignedIn(TICKETS.several);
  await expect(desk.app.getByText("3 incidents")).toBeVisible();
  const cards = desk.app.getByRole("article");
  await expect(cards).toHaveCount(3);
  const toggle = (index) => cards.nth(index).getByRole("heading", { level: 2 }).getByRole("button");
  await expect(toggle(0)).toHaveAttribute("aria-expanded", "true");
  await toggle(1).click();
  await expect(toggle(1)).toHaveAttribute("aria-expanded", "true");
  await expect(toggle(0)).toHaveAttribute("aria-expanded", "false");
  await expect(cards.nth(1).getByRole("button", { name: "More actions" })).toBeVisible();
  await expect(cards.nth(0).getByRole("button", { name: "More actions" })).toHaveCount(0);
});

test("an incident that a trigger created from the ticket appears by its key", async ({ desk }) => {
  await desk.openSignedIn(TICKETS.byEvent);
  await expect(desk.heading("Webhook deliveries delayed by 12 minutes")).toBeVisible();
});

test("an account without the ticket field still shows incidents, and a link says what is missing", async ({ desk }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.noField);
  await expect(desk.heading("No linked incident")).toBeVisible();
});

test("an agent who may only watch in PagerDuty is told so", async ({ desk, sandbox }) => {
  await sandbox.control("role", { email: AGENTS.jonas.email, role: "read_only_user" });
  await desk.openSignedIn();
  await expect(desk.button("Resolve")).toBeDisabled();
  await expect(desk.app.getByText("Your PagerDuty role is Stakeholder: it can see incidents but not change them.").first()).toBeVisible();
});
