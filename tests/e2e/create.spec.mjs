// Creating an incident from a ticket: exactly once, whatever happens on the way.
import { expect, test, BLOCKED_ANSWER, LOST_ANSWER, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const TITLE = "Second delivery address is lost when an order is confirmed";
const SERVICE = "Payments Webhooks";

/** The one incident with the title of these tests, as soon as PagerDuty has it. */
async function onlyIncident(sandbox) {
  await expect.poll(async () => (await sandbox.incidentsTitled(TITLE)).length).toBe(1);
  const [incident] = await sandbox.incidentsTitled(TITLE);
  return incident;
}

test("an incident is created with the keyboard alone, and the service found among thousands by typing", async ({ desk, sandbox, page }) => {
  expect((await sandbox.state()).pagerduty.services.length).toBeGreaterThan(2_000);
  await desk.openSignedIn(TICKETS.none);
  await desk.tabTo(desk.button("Create incident"));
  await page.keyboard.press("Enter");
  await expect(desk.heading("Create incident")).toBeFocused();
  const title = desk.app.getByRole("textbox", { name: "Title" });
  await desk.tabTo(title);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(TITLE);
  const service = desk.app.getByRole("combobox", { name: "Service" });
  await desk.tabTo(service);
  await page.keyboard.type("payments web");
  const option = desk.app.getByRole("option", { name: "Payments Webhooks" });
  await expect(option).toBeVisible();
  await expect(service).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(service).toHaveAttribute("aria-activedescendant", await option.getAttribute("id"));
  await page.keyboard.press("Enter");
  await expect(service).toHaveValue("Payments Webhooks");
  await expect(service).toHaveAttribute("aria-expanded", "false");
  await desk.tabTo(desk.submit("Create incident"));
  await page.keyboard.press("Enter");

  const incident = await onlyIncident(sandbox);
  await expect(desk.heading(TITLE)).toBeFocused();
  await expect(desk.app.getByText(`Incident #${incident.incident_number} created and linked to this ticket`).first()).toBeVisible();
  expect(incident).toMatchObject({ incident_key: `Zendesk_northwind_${TICKETS.none}`, urgency: "high", service: { summary: "Payments Webhooks" } });
  expect(incident.body.details).toContain(`Zendesk ticket #${TICKETS.none}: https://northwind.zendesk.com/agent/tickets/${TICKETS.none}`);
  expect(incident.body.details).toContain("Requester: Tomás Herrera");
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([incident.id]);
  expect((await sandbox.links(TICKETS.none)).tags).toContain("pagerduty_incident");
});

for (const [typed, whole] of [["Ledger", "Ledger"], ["search", "Search"]]) {
  test(`a service whose whole name is typed is among the results, however many others match: ${typed}`, async ({ desk, sandbox }) => {
    const { pagerduty } = await sandbox.state();
    const matching = pagerduty.services.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
    expect(matching.length).toBeGreaterThan(100);
    await desk.openSignedIn(TICKETS.none);
    await desk.openCreate();
    const field = desk.app.getByRole("combobox", { name: "Service" });
    await field.fill(typed);
    const options = desk.app.getByRole("listbox", { name: "Service" }).getByRole("option");
    await expect(options.first()).toHaveText(whole);
    await options.first().click();
    await expect(field).toHaveValue(whole);
  });
}

test("urgency, priority and the person who is to act reach PagerDuty", async ({ desk, sandbox }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  await desk.fillCreate({ title: TITLE, service: SERVICE });
  await desk.app.getByRole("radio", { name: "Low" }).check({ force: true });
  await desk.app.getByRole("combobox", { name: "Priority" }).selectOption("P3");
  await desk.app.getByRole("combobox", { name: "Assign to" }).fill("Zeynep");
  await desk.app.getByRole("option", { name: /Zeynep Yılmaz/ }).click();
  await desk.submit("Create incident").click();
  const incident = await onlyIncident(sandbox);
  expect(incident).toMatchObject({ urgency: "low", priority: { summary: "P3" }, assignments: [{ assignee: { summary: "Zeynep Yılmaz" } }] });
});

test("a double click creates one incident", async ({ desk, sandbox }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  await desk.fillCreate({ title: TITLE, service: SERVICE });
  await desk.submit("Create incident").dblclick();
  await expect(desk.heading(TITLE)).toBeVisible();
  await onlyIncident(sandbox);
  const sent = (await sandbox.exchanges()).filter(({ request }) => request.method === "POST" && request.url.endsWith("/incidents"));
  expect(sent).toHaveLength(1);
});

test("after a lost answer the incident is found by its key, not created again", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST, BLOCKED_ANSWER);
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  await desk.fillCreate({ title: TITLE, service: SERVICE });
  await sandbox.fault({ target: "pagerduty", method: "POST", path: "/incidents", kind: LOST_ANSWER, remaining: 1 });
  await desk.submit("Create incident").click();
  await expect(desk.heading(TITLE)).toBeVisible({ timeout: 20_000 });
  const incident = await onlyIncident(sandbox);
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([incident.id]);
});

test("a request that never arrived is sent again only when the agent says so, and then once", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  await desk.fillCreate({ title: TITLE, service: SERVICE });
  const fault = await sandbox.fault({ target: "pagerduty", method: "POST", path: "/incidents", kind: "drop_request" });
  await desk.submit("Create incident").click();
  await expect(desk.app.getByText("The answer was lost. Checking whether PagerDuty created the incident…")).toBeVisible();
  await expect(desk.app.getByText(/Your draft is kept\./)).toBeVisible({ timeout: 30_000 });
  await sandbox.control("faults/remove", { id: fault });
  expect(await sandbox.incidentsTitled(TITLE)).toEqual([]);
  await expect(desk.app.getByRole("textbox", { name: "Title" })).toHaveValue(TITLE);
  await desk.submit("Create incident").click();
  await expect(desk.heading(TITLE)).toBeVisible({ timeout: 20_000 });
  await onlyIncident(sandbox);
});

test("what is missing is listed at once, with the focus on the list and a way to each field", async ({ desk, sandbox }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  const title = desk.app.getByRole("textbox", { name: "Title" });
  const service = desk.app.getByRole("combobox", { name: "Service" });
  await title.fill("");
  await sandbox.forgetRequests();
  await desk.submit("Create incident").click();
  const summary = desk.app.getByRole("alert").filter({ hasText: "Check the marked fields." });
  await expect(summary).toBeFocused();
  await expect(title).toHaveAccessibleDescription(/Enter a title\./);
  await expect(service).toHaveAccessibleDescription(/Choose a service\./);
  await expect(title).toHaveAttribute("aria-invalid", "true");
  await expect(service).toHaveAttribute("aria-invalid", "true");
  await summary.getByRole("button", { name: "Choose a service." }).click();
  await expect(service).toBeFocused();
  await summary.getByRole("button", { name: "Enter a title." }).click();
  await expect(title).toBeFocused();
  await title.fill(TITLE);
  await expect(title).not.toHaveAttribute("aria-invalid", "true");
  const sent = (await sandbox.exchanges()).filter(({ request }) => request.method === "POST");
  expect(sent).toEqual([]);
});

test("an incident that a colleague created from the ticket meanwhile is offered before another is made", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  await desk.fillCreate({ title: TITLE, service: SERVICE });
  const { pagerduty } = await sandbox.state();
  const service = pagerduty.services.find(({ name }) => name === SERVICE);
  const theirs = { type: "incident", title: "Delivery addresses", service: { id: service.id, type: "service_reference" }, incident_key: `Zendesk_northwind_${TICKETS.none}` };
  const { incident } = await sandbox.asColleague("priya.nair@northwind.example", "POST", "/incidents", { incident: theirs });
  await desk.submit("Create incident").click();
  const exists = desk.app.getByRole("alert").filter({ hasText: "An open incident from this ticket already exists on this service." });
  await expect(exists).toBeFocused();
  await expect(exists.getByRole("link", { name: new RegExp(`#${incident.incident_number} Delivery addresses`) })).toBeVisible();
  expect(await sandbox.incidentsTitled(TITLE)).toEqual([]);
  await exists.getByRole("button", { name: "Create another anyway" }).click();
  const mine = await onlyIncident(sandbox);
  expect(mine.incident_key).toMatch(new RegExp(`^Zendesk_northwind_${TICKETS.none}.+`));
  await expect(desk.card(TITLE)).toBeVisible();
  await expect(desk.card("Delivery addresses")).toBeVisible({ timeout: 25_000 });
});

test("when Zendesk cannot save the link the incident is not created again but linked", async ({ desk, sandbox }) => {
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  await desk.fillCreate({ title: TITLE, service: SERVICE });
  const fault = await sandbox.fault({ target: "zendesk", method: "PUT", kind: { status: { code: 500 } } });
  await desk.submit("Create incident").click();
  await expect(desk.app.getByText("Created, but not yet linked")).toBeVisible({ timeout: 20_000 });
  const incident = await onlyIncident(sandbox);
  await sandbox.control("faults/remove", { id: fault });
  await desk.button("Link it now").click();
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([incident.id]);
  await expect(desk.app.getByText("Created, but not yet linked")).toHaveCount(0);
  await onlyIncident(sandbox);
});

test("a draft survives leaving the form", async ({ desk, page }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  await desk.fillCreate({ title: TITLE, service: SERVICE });
  await page.keyboard.press("Escape");
  await expect(desk.button("Create incident")).toBeFocused();
  await desk.openCreate();
  await expect(desk.app.getByRole("textbox", { name: "Title" })).toHaveValue(TITLE);
  await expect(desk.app.getByRole("combobox", { name: "Service" })).toHaveValue(SERVICE);
});
