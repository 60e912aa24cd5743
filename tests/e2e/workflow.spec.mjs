// Workflows: chosen by what they do, run once, followed in the timeline.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, AGENTS, APP_NAME, BLOCKED_ANSWER, LOST_ANSWER, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const TITLE = "Checkout API: elevated 5xx errors on payment authorization";
const NAME = "Major incident: call everyone";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const instances = async (sandbox) => (await sandbox.incident(1042)).workflow_instances.length;

/** Priya is a manager; response plays are asked for, which this account answers with 404. */
async function openWorkflows(desk, options = { agent: AGENTS.priya }) {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.one, options);
  await desk.more("Run workflow");
  await expect(desk.heading("Run workflow")).toBeFocused();
}

test("a workflow says what it does, runs once and reports its end", async ({ desk, sandbox }) => {
  await openWorkflows(desk);
  await desk.app.getByRole("radio", { name: NAME }).check();
  await expect(desk.app.locator("form").getByText("#1042")).toBeVisible();
  await expect(desk.app.getByText("What it does", { exact: true })).toBeVisible();
  await expect(desk.app.getByText("Create a conference bridge")).toBeVisible();
  await expect(desk.app.getByText("Runs at once")).toBeVisible();
  await desk.submit("Run workflow").dblclick();
  await expect(desk.heading(TITLE)).toBeFocused();
  await expect(desk.app.getByText(`“${NAME}” started on #1042`)).toBeVisible();
  expect(await instances(sandbox)).toBe(1);
  await expect(desk.app.getByText(/Workflow Major incident: call everyone completed\./).first()).toBeVisible({ timeout: 25_000 });
});

test("with the keyboard alone: choose and run", async ({ desk, sandbox, page }) => {
  await openWorkflows(desk);
  await desk.submit("Run workflow").press("Enter");
  await expect(desk.app.getByText("Choose a workflow.")).toBeVisible();
  await desk.app.getByRole("radio").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(desk.app.getByRole("radio").nth(1)).toBeChecked();
  await desk.tabTo(desk.submit("Run workflow"));
  await page.keyboard.press("Enter");
  await expect(desk.heading(TITLE)).toBeFocused();
  expect(await instances(sandbox)).toBe(1);
});

test("a responder sees who may start workflows, and the way to PagerDuty", async ({ desk, sandbox }) => {
  await openWorkflows(desk, { agent: AGENTS.jonas });
  await desk.app.getByRole("radio", { name: NAME }).check();
  await desk.submit("Run workflow").click();
  await expect(desk.app.getByText(/PagerDuty lets managers, and people who may edit the workflow, start it from here/)).toBeVisible();
  await expect(desk.app.getByRole("link", { name: /Open in PagerDuty/ })).toBeVisible();
  await expect(desk.app.getByRole("radio", { name: NAME })).toBeChecked();
  expect(await instances(sandbox)).toBe(0);
});

test("an account without workflows says so, and offers the response plays it still has", async ({ desk, sandbox }) => {
  await sandbox.control("remove_ability", { ability: "incident_workflows" });
  await openWorkflows(desk);
  await expect(desk.app.getByText(/plan has no incident workflows/)).toBeVisible();
  await desk.page.keyboard.press("Escape");
  await sandbox.control("restore_ability", { ability: "response_plays" });
  await desk.page.reload();
  await desk.more("Run workflow");
  await desk.app.getByRole("radio", { name: /Call the crisis team/ }).check();
  await desk.submit("Run workflow").click();
  await expect(desk.app.getByText("“Call the crisis team” started on #1042")).toBeVisible();
});

test("a lost answer is looked up in the timeline, and nothing starts twice", async ({ desk, sandbox }) => {
  desk.expectErrors(BLOCKED_ANSWER);
  await openWorkflows(desk);
  await desk.app.getByRole("radio", { name: NAME }).check();
  await sandbox.fault({ target: "pagerduty", method: "POST", path: "/incident_workflows/*/instances", kind: LOST_ANSWER, remaining: 1 });
  await desk.submit("Run workflow").click();
  await expect(desk.app.getByText(`“${NAME}” started on #1042`)).toBeVisible();
  expect(await instances(sandbox)).toBe(1);
});

for (const scheme of ["light", "dark"]) {
  test(`choosing a workflow, ${scheme}: axe finds nothing, and 240 pixels are enough`, async ({ desk, page }) => {
    await openWorkflows(desk, { agent: AGENTS.priya, scheme, width: 240 });
    await desk.app.getByRole("radio", { name: NAME }).check();
    await expect(desk.app.getByText("Create a conference bridge")).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include([`iframe[title="${APP_NAME}"]`, "html"]).withTags(TAGS).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
    expect(await (await desk.frame()).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });
}
