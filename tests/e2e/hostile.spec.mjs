// Text from outside stays text: titles, names, notes and links that try to be something else.
import { expect, test, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const MARKUP = "<img src=x onerror=alert(1)>";

test("markup in titles, notes, names and ticket fields is shown as it is written", async ({ desk, sandbox }) => {
  await sandbox.link(TICKETS.hostile, 1037, 1038, 1048);
  const links = (await sandbox.links(TICKETS.hostile)).ids;
  expect(links).toHaveLength(3);
  await desk.openSignedIn(TICKETS.hostile);
  const card = desk.app.getByRole("article").filter({ hasText: MARKUP });
  const toggle = card.getByRole("heading", { level: 2 }).getByRole("button");
  if ((await toggle.getAttribute("aria-expanded")) !== "true") await toggle.click();
  await card.getByRole("button", { name: /^Notes/ }).click();
  await expect(card.getByText("</textarea><script>alert('note')</script> {{7*7}} ${7*7}")).toBeVisible();
  await card.getByRole("button", { name: /^Timeline/ }).click();
  await expect(card.getByRole("list", { name: "Timeline" }).getByRole("listitem").first()).toBeVisible();
  const found = await (await desk.frame()).evaluate(() => ({
    title: document.title,
    intruders: document.querySelectorAll("#app img, #app script, #app iframe, #app object, #app embed, #app base, #app form[action]").length,
    handlers: [...document.querySelectorAll("#app *")].filter((element) => [...element.attributes].some(({ name }) => name.startsWith("on"))).length,
    links: [...document.querySelectorAll("#app a")].map((link) => new URL(link.href).protocol),
  }));
  expect(found.intruders).toBe(0);
  expect(found.handlers).toBe(0);
  expect(found.title).not.toBe("owned");
  expect(found.links.every((protocol) => protocol === "https:" || protocol === "http:")).toBe(true);
});

test("a hostile field value asks PagerDuty for nothing but well-formed ids", async ({ desk, sandbox }) => {
  // What looks like an id and is none is answered with 404.
  desk.expectErrors(LOST_REQUEST);
  await desk.openSignedIn(TICKETS.hostile);
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  const paths = (await sandbox.exchanges()).filter(({ service }) => service === "pagerduty").map(({ request }) => new URL(request.url).pathname);
  expect(paths.filter((path) => !/^\/(incidents(\/[A-Za-z0-9]+(\/log_entries)?)?|users\/me|oauth\/token)$/.test(path))).toEqual([]);
  await desk.button("Create incident").click();
  await expect(desk.app.getByRole("textbox", { name: "Description" })).toHaveValue(/Requester: <img src=x onerror="alert\('name'\)">Bobby<\/b>/);
});

test("an incident's address that is no web address becomes no link", async ({ desk, sandbox, page }) => {
  await page.context().route(`${sandbox.addresses.rest_us}/incidents*`, async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replaceAll(/"html_url":"[^"]*"/g, '"html_url":"javascript:alert(document.domain)"');
    await route.fulfill({ response, body: text });
  });
  await desk.openSignedIn();
  await expect(desk.heading("Checkout API: elevated 5xx errors on payment authorization")).toBeVisible();
  await expect(desk.app.getByText("#1042").first()).toBeVisible();
  await expect(desk.app.getByRole("link")).toHaveCount(0);
  await desk.button("More actions").click();
  await expect(desk.item("Unlink from ticket")).toBeVisible();
  expect(await (await desk.frame()).evaluate(() => document.querySelectorAll('a[href^="javascript"]').length)).toBe(0);
});

test("messages from other windows change nothing", async ({ desk, page }) => {
  await desk.open();
  const popup = await desk.openPopup();
  await page.evaluate((selector) => {
    const frame = document.querySelector(selector);
    frame.contentWindow.postMessage({ kind: "pagerduty-oauth", code: "stolen", state: "x.y", error: null }, "*");
  }, 'iframe[title="Incident Command Console"]');
  await desk.allow(popup);
  await expect(desk.button("Resolve")).toBeEnabled();
});
