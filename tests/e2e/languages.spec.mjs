// Every language: its own words, its plural forms, its dates, and room for them in the narrowest common panel.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { chooseLocale } from "../../assets/scripts/locale.js";
import { ROOT } from "./support/environment.mjs";
import { AGENTS, expect, LOST_REQUEST, test, TICKETS } from "./support/fixtures.mjs";
import { overflow, printWidth, squeezed } from "./support/overflow.mjs";

const FOLDER = join(ROOT, "translations");
const read = (catalog) => JSON.parse(readFileSync(join(FOLDER, `${catalog}.json`), "utf8"));
const ENGLISH = read("en");
const WIDTH = 320;
const DAY = 24 * 3_600_000;

/** By the locale that Zendesk gives the agent: the file of words, the page's language, and the shape of a date with its time. */
const LANGUAGES = {
  "en-US": { catalog: "en", lang: "en-us", date: /^[A-Z][a-z]{2} \d{1,2}, 2\d{3}, \d{1,2}:\d{2}\s[AP]M$/ },
  de: { catalog: "de", lang: "de", date: /^\d{2}\.\d{2}\.2\d{3}, \d{2}:\d{2}$/ },
  "fr-ca": { catalog: "fr", lang: "fr-ca", date: /^\d{1,2} \p{L}+\.? 2\d{3}, \d{1,2} h \d{2}$/u },
  "es-419": { catalog: "es", lang: "es-419", date: /^\d{1,2} \p{L}+\.? 2\d{3}, \d{1,2}:\d{2}(\s[ap]\.m\.)?$/u },
  "pt-br": { catalog: "pt-br", lang: "pt-br", date: /^\d{1,2} de \p{L}+\. de 2\d{3}, \d{2}:\d{2}$/u },
  ja: { catalog: "ja", lang: "ja", date: /^2\d{3}\/\d{2}\/\d{2} \d{1,2}:\d{2}$/ },
  ar: { catalog: "ar", lang: "ar", dir: "rtl", date: /^\D?\d{2}\D{1,2}\d{2}\D{1,2}2\d{3}، \d{1,2}:\d{2}\s[صم]$/ },
};

/** Every sentence without slots, by its key. */
function sentences(catalog, path = "") {
  return Object.entries(catalog).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value]] : sentences(value, `${path}${key}.`),
  );
}

/** What the app says and what it shows of others: its texts and the attributes that are read out or shown. */
function texts() {
  const out = [];
  const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_ALL);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) out.push(node.data.trim());
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    for (const name of ["aria-label", "aria-description", "aria-valuetext", "placeholder", "title", "alt"]) {
      if (node.hasAttribute(name)) out.push(node.getAttribute(name).trim());
    }
  }
  return [...new Set(out)].filter((text) => /\p{L}/u.test(text));
}

/** The inside of the app, after everything that is asked for has been said. */
async function look(desk, name, judge) {
  const frame = await desk.frame();
  await expect(desk.app.locator("[aria-busy=true]"), `${name}: still loading`).toHaveCount(0);
  expect(await frame.evaluate(() => document.documentElement.clientWidth)).toBeLessThanOrEqual(WIDTH);
  await frame.evaluate(printWidth);
  expect.soft(await frame.evaluate(overflow), `${name}: sticks out`).toEqual([]);
  expect.soft(await frame.evaluate(squeezed), `${name}: is wider than its place`).toEqual([]);
  expect.soft(await judge(await frame.evaluate(texts)), `${name}: is not of this language`).toEqual([]);
}

/** Signs in by the words of the language. */
async function signIn(desk, words) {
  const popup = await desk.openPopup(desk.button(words.sign_in.action));
  await popup.getByLabel("Sign in as").selectOption(AGENTS.jonas.email);
  const closed = popup.waitForEvent("close");
  await popup.getByRole("button", { name: "Allow" }).click();
  await closed;
  await expect(desk.button(words.action.resolve)).toBeVisible();
  await expect(desk.app.getByText(words.sign_in.waiting)).toHaveCount(0);
  await expect(desk.button(words.sign_in.action)).toHaveCount(0);
}

/** Goes through the tasks that tell people, page them, or hand the incident over; nothing is sent. */
async function tasks(desk, words, judge) {
  // Response plays are asked for too, and this account answers that with 404.
  desk.expectErrors(LOST_REQUEST);
  const more = async (item) => {
    await desk.button(words.action.more).click();
    await desk.item(item).click();
  };
  const leave = async () => {
    await desk.button(words.action.cancel).click();
    await expect(desk.button(words.action.more)).toBeVisible();
  };
  const notified = desk.app.getByRole("region", { name: words.people.notified });

  await desk.button(words.update.send).click();
  await expect(desk.heading(words.update.heading)).toBeFocused();
  await expect(desk.app.getByText(words.update.nobody)).toBeVisible();
  await look(desk, "writing a status update", judge);
  await leave();

  await more(words.action.run_workflow);
  await expect(desk.heading(words.action.run_workflow)).toBeFocused();
  await desk.app.getByRole("radio").first().check();
  await expect(desk.app.getByText(words.workflow.does, { exact: true })).toBeVisible();
  await expect(desk.app.getByText(words.workflow.does_loading)).toHaveCount(0);
  await look(desk, "choosing a workflow", judge);
  await leave();

  await desk.button(words.action.add_responders).click();
  await expect(desk.heading(words.action.add_responders)).toBeFocused();
  await desk.app.getByRole("combobox", { name: words.responders.targets }).fill(AGENTS.priya.name);
  await desk.app.getByRole("option", { name: AGENTS.priya.name }).first().click();
  await expect(notified).toBeVisible();
  await expect(desk.app.getByText(words.people.looking)).toHaveCount(0);
  await look(desk, "adding responders", judge);
  await leave();

  await more(words.action.reassign);
  await expect(desk.heading(words.action.reassign)).toBeFocused();
  await desk.app.getByRole("radio", { name: words.reassign.next_level }).check();
  await expect(notified).toBeVisible();
  await look(desk, "reassigning", judge);
  await leave();
}

/** Goes through the panel: one incident before and after signing in, its tasks, resolving, creating, linking. */
async function walk(desk, locale, words, judge) {
  // A dozen views are opened and measured, one after the other.
  test.slow();
  await desk.open(TICKETS.one, { locale, width: WIDTH });
  await expect(desk.button(words.sign_in.action)).toBeVisible();
  await expect(desk.heading(words.console.heading, { level: 1 })).toHaveCount(1);
  await look(desk, "view only", judge);
  await signIn(desk, words);
  const sections = desk.app.locator(".disclosure__button");
  for (const section of await sections.all()) {
    if ((await section.getAttribute("aria-expanded")) !== "true") await section.click();
  }
  await expect(desk.app.getByRole("textbox", { name: words.note.label })).toBeVisible();
  await look(desk, "one incident", judge);
  await desk.button(words.action.more).click();
  await expect(desk.app.getByRole("menuitem").first()).toBeVisible();
  await look(desk, "the menu", judge);
  await desk.page.keyboard.press("Escape");
  await tasks(desk, words, judge);
  await desk.button(words.action.resolve).click();
  await expect(desk.heading(words.resolve.heading)).toBeVisible();
  await look(desk, "resolving", judge);
  await desk.open(TICKETS.none, { locale, width: WIDTH });
  await desk.button(words.action.create_incident).click();
  const service = desk.app.getByRole("combobox", { name: words.create.service });
  await service.click();
  await service.press("ArrowDown");
  await expect(desk.app.getByRole("listbox").getByRole("option").first()).toBeVisible();
  await look(desk, "choosing a service", judge);
  await service.press("Escape");
  await desk.submit(words.action.create_incident).click();
  await expect(desk.app.getByText(words.create.service_missing).first()).toBeVisible();
  await look(desk, "creating", judge);
  await desk.button(words.action.cancel).click();
  await desk.button(words.action.link_incident).click();
  await expect(desk.app.getByRole("listbox").getByRole("option").first()).toBeVisible();
  await look(desk, "linking", judge);
}

for (const [locale, { catalog, lang, dir = "ltr", date }] of Object.entries(LANGUAGES)) {
  test(`${locale}: own words, own dates, and nothing sticks out at ${WIDTH} pixels`, async ({ desk, sandbox }) => {
    const words = read(catalog);
    const own = new Set(sentences(words).map(([, text]) => text));
    const foreign = new Set(sentences(ENGLISH).map(([, text]) => text).filter((text) => !own.has(text)));
    await walk(desk, locale, words, (said) => said.filter((text) => foreign.has(text)));
    await expect(desk.app.locator(":root")).toHaveAttribute("lang", lang);
    await expect(desk.app.locator(":root")).toHaveAttribute("dir", dir);

    const { pagerduty } = await sandbox.state();
    const old = pagerduty.incidents.find(({ created_at }) => Date.now() - Date.parse(created_at) > 3 * DAY);
    await sandbox.link(TICKETS.none, old.incident_number);
    await desk.open(TICKETS.none, { locale, width: WIDTH });
    const details = desk.app.locator(".disclosure__button", { hasText: words.details.heading });
    await expect(details).toBeVisible();
    if ((await details.getAttribute("aria-expanded")) !== "true") await details.click();
    const key = desk.app.locator(".key-value__key").filter({ hasText: words.details.triggered });
    const value = desk.app.locator(".key-value__key", { has: key }).or(key).first().locator("xpath=following-sibling::*[1]");
    await expect(value).toHaveText(date);
  });
}

test("the plural forms of every language are those that the browser asks for", async ({ page }) => {
  const catalogs = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
  expect(catalogs.sort()).toEqual([...new Set(Object.values(LANGUAGES).map(({ catalog }) => catalog))].sort());
  for (const catalog of catalogs) {
    const wanted = await page.evaluate((tag) => new Intl.PluralRules(tag).resolvedOptions().pluralCategories, catalog);
    expect(Object.keys(read(catalog).incident.count).sort(), catalog).toEqual([...wanted].sort());
  }
});

test("the plain pages find the nearest language that has words", () => {
  const available = Object.values(LANGUAGES).map(({ catalog }) => catalog);
  const cases = { "pt-BR": "pt-br", pt: "pt-br", "pt-PT": "pt-br", "fr-CA": "fr", "es-419": "es", "ja-JP": "ja", pto: "en", xx: "en", "en-XA": "en" };
  for (const [wanted, chosen] of Object.entries(cases)) expect(chooseLocale([wanted], available), wanted).toBe(chosen);
  expect(chooseLocale(["nl", "ar"], available)).toBe("ar");
  expect(chooseLocale([], available)).toBe("en");
});

test("only the language that is read is loaded", async ({ desk, sandbox, page }) => {
  const loaded = [];
  page.on("request", (request) => {
    const [, name] = /translations\/([^/]+)\.json$/.exec(request.url()) ?? [];
    if (name) loaded.push(name);
  });
  await desk.open(TICKETS.one);
  await expect(desk.button(ENGLISH.sign_in.action)).toBeVisible();
  expect(loaded).toEqual([]);
  await desk.open(TICKETS.one, { locale: "pt" });
  await expect(desk.button(read("pt-br").sign_in.action)).toBeVisible();
  expect([...new Set(loaded)]).toEqual(["pt-br"]);
  const boot = await (await fetch(new URL("boot.js", sandbox.addresses.app))).text();
  expect(boot).toContain(ENGLISH.boot.failed_title);
  for (const { catalog } of Object.values(LANGUAGES).slice(1)) expect(boot).not.toContain(read(catalog).boot.failed_title);
});

test("a console that cannot start says so in the agent's language", async ({ desk, page }) => {
  await desk.open(TICKETS.one, { locale: "ja" });
  const words = read("ja");
  await expect(desk.button(words.sign_in.action)).toBeVisible();
  desk.expectErrors(/^Failed to load resource/, /^The console could not start\./);
  await page.context().route("**/*_bg.wasm", (route) => route.abort());
  await desk.open(TICKETS.one, { locale: "ja" });
  await expect(desk.app.getByRole("alert")).toContainText(words.boot.failed_title);
  await expect(desk.button(words.action.try_again)).toBeVisible();
  await expect(desk.app.locator(":root")).toHaveAttribute("lang", "ja");
});

test("in the pseudo-language every word of ours is between brackets, and nothing sticks out", async ({ desk, sandbox }) => {
  const words = await (await fetch(new URL("translations/en-xa.json", sandbox.addresses.app))).json();
  expect(words.action.resolve).toMatch(/^\[.*\]$/);
  const [state, account] = [await sandbox.state(), await (await fetch(`${sandbox.addresses.workspace}/workspace/account`)).json()];
  const data = new Set();
  const collect = (value) => {
    if (typeof value === "string") data.add(value.trim());
    else if (value !== null && typeof value === "object") Object.values(value).forEach(collect);
  };
  const ask = (path) => sandbox.asColleague(AGENTS.jonas.email, "GET", path);
  const { triggers } = await ask("/incident_workflows/triggers?trigger_type=manual&limit=100");
  const workflows = await Promise.all(triggers.map(({ workflow }) => ask(`/incident_workflows/${workflow.id}`)));
  collect([state, account, await ask("/priorities"), await ask("/templates?template_type=status_update&limit=100"), workflows]);
  const outside = (text) => {
    let depth = 0;
    let out = "";
    for (const letter of text.replaceAll(/[\u2068\u2069]/g, "")) {
      if (letter === "[") depth += 1;
      if (depth === 0) out += letter;
      if (letter === "]") depth -= 1;
    }
    return out.split(" · ").map((part) => part.trim());
  };
  // What `Intl` writes, and the initials of a person.
  const allowed = [
    /^(now|yesterday|(\d+ (sec|min|hr|day)s?\.?\s?)+(ago)?)$/,
    /^([A-Z][a-z]{2} \d{1,2}, \d{4}, )?\d{1,2}:\d{2}\s[AP]M$/,
    /^([\p{Lu}\p{Lo}]\p{M}*){1,2}$/u,
  ];
  const foreign = (part) => /\p{L}/u.test(part) && !data.has(part) && !allowed.some((pattern) => pattern.test(part));
  await walk(desk, "en-xa", words, (said) => said.filter((text) => !data.has(text) && outside(text).some(foreign)));
  await expect(desk.app.locator(":root")).toHaveAttribute("lang", "en-xa");
});

test("the sandbox's drawer offers every language and the pseudo-language", async ({ desk, sandbox, page }) => {
  await page.goto(`${sandbox.addresses.workspace}/agent/tickets/${TICKETS.one}?controls=1`);
  desk.ticket = TICKETS.one;
  const choice = page.locator("select[data-control=locale]");
  const offered = await choice.locator("option").evaluateAll((options) => options.map(({ value }) => value.split("-")[0]));
  for (const locale of Object.keys(LANGUAGES)) expect(offered).toContain(locale.split("-")[0]);
  await choice.selectOption("en-xa");
  await expect(desk.app.getByRole("heading", { level: 1 })).toHaveText(/^\[.+\]$/);
});
