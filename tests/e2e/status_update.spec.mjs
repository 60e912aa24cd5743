// Status updates: written, previewed, sent and put into the reply.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, AGENTS, APP_NAME, BLOCKED_ANSWER, LOST_ANSWER, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const TITLE = "Checkout API: elevated 5xx errors on payment authorization";
const WORDS = "A bad release is being rolled back. Expect recovery by 15:10.";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const message = (desk) => desk.app.getByRole("textbox", { name: "Message" });
const sent = async (sandbox, words = WORDS) =>
  (await sandbox.incident(1042)).status_updates.filter(({ message }) => message === words);

async function openUpdate(desk, options) {
  await desk.openSignedIn(TICKETS.one, options);
  await desk.button("Send update").click();
  await expect(desk.heading("Status update")).toBeFocused();
}

test("an update is written, previewed, sent once, shown and put into the reply", async ({ desk, sandbox }) => {
  await openUpdate(desk);
  await expect(desk.app.locator("form").getByText("#1042")).toBeVisible();
  await expect(message(desk)).toHaveAccessibleDescription("Ctrl+Enter sends the update");
  await message(desk).fill(WORDS);
  await desk.app.getByRole("tab", { name: "Preview" }).click();
  const preview = desk.app.getByRole("tabpanel", { name: "Preview" });
  await expect(preview.getByText(TITLE)).toBeVisible();
  await expect(preview.getByText(WORDS)).toBeVisible();
  await desk.app.getByRole("checkbox", { name: "Insert into my reply" }).check();
  await desk.submit("Send update").dblclick();
  await expect(desk.heading(TITLE)).toBeFocused();
  await expect(desk.app.getByText("Status update sent for #1042")).toBeVisible();
  const latest = desk.app.getByRole("region", { name: "Latest status update" });
  await expect(latest.getByText(WORDS)).toBeVisible();
  await expect(latest.getByText(/Jonas Okafor/)).toBeVisible();
  expect(await sent(sandbox)).toHaveLength(1);
  await expect(desk.pane.getByRole("textbox", { name: "Public reply" })).toHaveValue(new RegExp(WORDS));
  const { request } = (await sandbox.exchanges()).find(({ request: { method, url } }) => method === "POST" && url.endsWith("/status_updates"));
  expect(request.headers.from).toBe(AGENTS.jonas.email);
});

test("the latest update is put into the reply and sent by nobody", async ({ desk, sandbox }) => {
  await desk.openSignedIn();
  const latest = desk.app.getByRole("region", { name: "Latest status update" });
  const { status_updates: updates } = await sandbox.incident(1042);
  await expect(latest.getByText(updates.at(-1).message)).toBeVisible();
  const before = (await sandbox.state()).zendesk.tickets.find(({ id }) => id === TICKETS.one).updated_at;
  await latest.getByRole("button", { name: "Insert into reply" }).click();
  await expect(desk.pane.getByRole("textbox", { name: "Public reply" })).toHaveValue(new RegExp(updates.at(-1).message.slice(0, 20)));
  expect((await sandbox.state()).zendesk.tickets.find(({ id }) => id === TICKETS.one).updated_at).toBe(before);
});

test("with the keyboard alone: write, look at the preview, go back, send", async ({ desk, sandbox, page }) => {
  await desk.openSignedIn();
  await desk.tabTo(desk.button("Send update"));
  await page.keyboard.press("Enter");
  await expect(desk.heading("Status update")).toBeFocused();
  await desk.tabTo(desk.app.getByRole("tab", { name: "Write" }));
  await page.keyboard.press("ArrowRight");
  await expect(desk.app.getByRole("tab", { name: "Preview" })).toBeFocused();
  await expect(desk.app.getByText("Nothing to show yet.")).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await desk.tabTo(message(desk));
  await page.keyboard.type(WORDS);
  await page.keyboard.press("Control+Enter");
  await expect(desk.heading(TITLE)).toBeFocused();
  expect(await sent(sandbox)).toHaveLength(1);
});

test("what a template makes of it is shown inert, with its gaps, before it can be sent", async ({ desk, sandbox }) => {
  // The mail in the preview asks for a picture and styles itself: both are refused, and the browser says so.
  desk.expectErrors(/Content Security Policy|Blocked script execution/);
  const hostile = `<img src="https://evil.example/pixel.png" onerror="parent.document.title='owned'"><script>parent.document.title='owned'</script>`;
  await openUpdate(desk);
  await desk.app.getByRole("combobox", { name: "Template" }).selectOption("Old newsletter");
  await message(desk).fill(hostile);
  await desk.submit("Preview").click();
  await expect(desk.app.getByText("The template has gaps")).toBeVisible();
  await expect(desk.app.getByText(/incident\.newsletter/)).toBeVisible();
  const frame = desk.app.getByTitle("Preview of the e-mail");
  await expect(frame).toHaveAttribute("sandbox", "");
  expect(await (await desk.frame()).evaluate(() => document.title)).not.toBe("owned");
  const requests = (await sandbox.exchanges()).filter(({ request }) => request.url.includes("evil.example"));
  expect(requests).toEqual([]);
  await desk.submit("Send update").click();
  await expect(desk.heading(TITLE)).toBeFocused();
  const [update] = await sent(sandbox, hostile);
  expect(update.subject).toContain("News about");
  expect(update.html_message).toContain(hostile);
});

test("subscribers are seen by name, and added with a result for each", async ({ desk }) => {
  await openUpdate(desk);
  await expect(desk.app.getByText(/Nobody is subscribed yet/)).toBeVisible();
  const search = desk.app.getByRole("combobox", { name: "Add subscribers" });
  await search.fill("Olu");
  await desk.app.getByRole("option", { name: /Olu/ }).click();
  await search.fill("Payments");
  await desk.app.getByRole("option", { name: /^Payments/ }).first().click();
  await desk.button("Add 2 subscribers").click();
  await expect(desk.app.getByText(/^Olu.*: added$/)).toBeVisible();
  await expect(desk.app.getByText("1 person and 1 team")).toBeVisible();
  await desk.button("View").click();
  await expect(desk.app.getByRole("list", { name: "Recipients" }).getByText(/Olu/)).toBeVisible();
  await search.fill("Olu");
  await desk.app.getByRole("option", { name: /Olu/ }).click();
  await desk.button("Add 1 subscriber").click();
  await expect(desk.app.getByText(/^Olu.*: already subscribed$/)).toBeVisible();
});

test("a refused update keeps its words and says why", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await openUpdate(desk);
  await message(desk).fill(WORDS);
  await sandbox.fault({ target: "pagerduty", method: "POST", path: "/incidents/*/status_updates", kind: { status: { code: 403 } }, remaining: 1 });
  await desk.submit("Send update").click();
  await expect(desk.app.getByText(/^Send status update: not done/)).toBeVisible();
  await expect(desk.app.getByText(/PagerDuty doesn’t allow you to do this.*Nothing was changed\./)).toBeVisible();
  await expect(message(desk)).toHaveValue(WORDS);
  await desk.submit("Send update").click();
  await expect(desk.heading(TITLE)).toBeFocused();
  expect(await sent(sandbox)).toHaveLength(1);
});

test("a lost answer is looked up, and nothing is sent twice", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST, BLOCKED_ANSWER);
  await openUpdate(desk);
  await message(desk).fill(WORDS);
  await sandbox.fault({ target: "pagerduty", method: "POST", path: "/incidents/*/status_updates", kind: LOST_ANSWER, remaining: 1 });
  await desk.submit("Send update").click();
  await expect(desk.app.getByText("Status update sent for #1042")).toBeVisible();
  expect(await sent(sandbox)).toHaveLength(1);
});

test("an update follows a resolution", async ({ desk, sandbox }) => {
  await desk.openSignedIn();
  await desk.button("Resolve").click();
  await desk.app.getByRole("checkbox", { name: "Send a status update once resolved" }).check();
  await desk.submit("Resolve incident").click();
  await expect(desk.app.getByText("Write what subscribers should know.")).toBeVisible();
  await expect(message(desk)).toBeFocused();
  await message(desk).fill(WORDS);
  await desk.submit("Resolve incident").click();
  await expect(desk.app.getByText("Status update sent for #1042")).toBeVisible({ timeout: 20_000 });
  expect((await sandbox.incident(1042)).status).toBe("resolved");
  expect(await sent(sandbox)).toHaveLength(1);
});

for (const scheme of ["light", "dark"]) {
  test(`writing and previewing, ${scheme}: axe finds nothing, and 240 pixels are enough`, async ({ desk, page }) => {
    desk.expectErrors(/Content Security Policy|Blocked script execution/);
    await openUpdate(desk, { scheme, width: 240 });
    await desk.submit("Send update").click();
    await expect(desk.app.getByText("Write what subscribers should know.")).toBeVisible();
    const look = async () => {
      const { violations } = await new AxeBuilder({ page }).include([`iframe[title="${APP_NAME}"]`, "html"]).exclude([`iframe[title="${APP_NAME}"]`, ".foreign-html"]).withTags(TAGS).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
      expect(await (await desk.frame()).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    };
    await look();
    await desk.app.getByRole("combobox", { name: "Template" }).selectOption("Customer impact");
    await message(desk).fill(WORDS);
    await desk.app.getByRole("tab", { name: "Preview" }).click();
    await expect(desk.app.getByTitle("Preview of the e-mail")).toBeVisible();
    await look();
  });
}
