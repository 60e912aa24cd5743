// The console's manners: consoles follow each other, nothing typed is lost, searches are given up, and everything has a key.
import { expect, test, AGENTS, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";
import { Desk } from "./support/desk.mjs";

const NOTE = "Three customers wait in the shop.";

const notesOf = async (sandbox) => {
  const incident = (await sandbox.state()).pagerduty.incidents.find(({ incident_number }) => incident_number === 1042);
  return incident.notes.map(({ content }) => content);
};

test("a note written at one desk shows at another within seconds", async ({ desk, sandbox, browser }) => {
  const context = await browser.newContext();
  const other = new Desk(await context.newPage(), sandbox);
  try {
    await desk.openSignedIn();
    await other.openSignedIn(TICKETS.one, { agent: AGENTS.priya });
    await desk.section("Notes");
    await other.section("Notes");
    await desk.app.getByRole("textbox", { name: "Add a note" }).fill(NOTE);
    await desk.button("Send note").click();
    // Writing a note does not change the incident, so no poll would bring it.
    await expect(other.app.getByRole("list", { name: "Notes" }).getByText(NOTE)).toBeVisible({ timeout: 12_000 });
    const sent = (await sandbox.exchanges()).filter(({ request }) => request.url.endsWith("/api/v2/apps/notify"));
    expect(sent.length).toBeGreaterThan(0);
    for (const { request } of sent) expect(request.body).not.toContain("customers");
    expect(other.unexpected()).toEqual([]);
  } finally {
    await context.close();
  }
});

test("what was typed is there again after a reload, and gone after signing out", async ({ desk, page }) => {
  await desk.openSignedIn();
  await desk.section("Notes");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await note.fill(NOTE);
  await desk.more("Create incident");
  await desk.app.getByRole("textbox", { name: "Title" }).fill("Half a title");
  await page.reload();
  await desk.section("Notes");
  await expect(note).toHaveValue(NOTE);
  await desk.more("Create incident");
  await expect(desk.app.getByRole("textbox", { name: "Title" })).toHaveValue("Half a title");
  await desk.app.getByRole("button", { name: "Cancel" }).click();
  await desk.signOut();
  const frame = await desk.frame();
  const kept = await frame.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  expect(kept).not.toContain("customers");
  expect(kept).not.toContain("Half a title");
});

test("a note written offline waits and goes out once when the network is back", async ({ desk, sandbox, page }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn();
  await desk.section("Notes");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await page.context().setOffline(true);
  await expect(desk.app.getByText("You’re offline", { exact: true })).toBeVisible();
  await note.fill(NOTE);
  await note.press("Control+Enter");
  await expect(desk.app.getByText("Waiting to send", { exact: true }).first()).toBeVisible();
  await expect(desk.app.getByText(/^Showing data from .*Your note is saved and goes out when you’re back online\.$/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(desk.app.getByRole("list", { name: "Notes" }).getByText(NOTE)).toBeVisible();
  await expect(desk.app.getByText("Waiting to send", { exact: true })).toHaveCount(0);
  expect((await notesOf(sandbox)).filter((content) => content === NOTE)).toHaveLength(1);
});

test("a search that a newer one makes worthless is given up", async ({ desk, sandbox, page }) => {
  desk.expectErrors(LOST_REQUEST);
  const given = [];
  page.on("requestfailed", (request) => given.push(request.url()));
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  const field = desk.app.getByRole("combobox", { name: "Service" });
  await sandbox.fault({ target: "pagerduty", path: "/services", kind: { latency: { ms: 1500 } } });
  await field.fill("Pay");
  await page.waitForRequest((request) => request.url().includes("/services?") && request.url().includes("query=Pay"));
  await field.fill("Checkout API");
  await expect(desk.app.getByRole("option", { name: "Checkout API", exact: true })).toBeVisible();
  expect(given.filter((url) => url.includes("query=Pay"))).toHaveLength(1);
});

test("a question mark opens the sheet of keys, which lead where the buttons lead and can be turned off", async ({ desk, page }) => {
  await desk.openSignedIn();
  const press = (key) => page.keyboard.press(key);
  await desk.button("Refresh").focus();
  await press("?");
  const sheet = desk.heading("Keyboard shortcuts");
  await expect(sheet).toBeFocused();
  await press("Escape");
  await expect(desk.button("Refresh")).toBeFocused();

  await press("n");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await expect(note).toBeFocused();
  await page.keyboard.type("narc?");
  await expect(note).toHaveValue("narc?");
  await expect(sheet).toHaveCount(0);
  await note.fill("");

  await desk.account("Keyboard shortcuts");
  await expect(sheet).toBeVisible();
  await desk.app.getByRole("checkbox", { name: "Use keyboard shortcuts" }).uncheck();
  await desk.button("Close").click();
  await page.reload();
  await desk.button("Refresh").focus();
  await press("n");
  await press("?");
  await expect(desk.button("Refresh")).toBeFocused();
  await expect(sheet).toHaveCount(0);
});

test("outside the panel, and with another key held, the keys mean nothing", async ({ desk, page }) => {
  await desk.openSignedIn();
  await desk.pane.getByRole("textbox", { name: "Public reply" }).focus();
  await page.keyboard.type("nar?");
  await expect(desk.pane.getByRole("textbox", { name: "Public reply" })).toHaveValue("nar?");
  await desk.button("Refresh").focus();
  await page.keyboard.press("Alt+r");
  await expect(desk.heading("Resolve incident")).toHaveCount(0);
});
