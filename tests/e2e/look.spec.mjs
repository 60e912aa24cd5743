// How the panel looks where it could break: narrow and wide, right to left, dark, high contrast, with other text spacing.
import { expect, test, TICKETS } from "./support/fixtures.mjs";
import { overflow } from "./support/overflow.mjs";

const WIDTHS = [240, 280, 320, 480, 720];
const CHECKOUT = "Checkout API: elevated 5xx errors on payment authorization";

/** Controls that are smaller than 24 by 24 pixels; links within a sentence are exempt (WCAG 2.2, 2.5.8). */
function smallTargets() {
  const inline = (element) => element.localName === "a" && getComputedStyle(element).display === "inline";
  return [...document.querySelectorAll("button, a[href], select, textarea, input, [role=option], [role=menuitem]")]
    .filter((element) => element.getClientRects().length > 0 && !inline(element))
    .map((element) => element.closest("label") ?? element)
    .filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width < 24 || height < 24;
    })
    .map((element) => `${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 40)} ${JSON.stringify(element.getBoundingClientRect())}`);
}

const STATES = {
  "one incident with all sections": async (desk, look) => {
    await desk.openSignedIn(TICKETS.one, look);
    await desk.section("Timeline");
    await desk.section("Notes");
    await expect(desk.app.getByRole("list", { name: "Notes" }).getByRole("listitem").first()).toBeVisible();
  },
  "several incidents": async (desk, look) => {
    await desk.openSignedIn(TICKETS.several, look);
    await expect(desk.app.getByRole("article")).toHaveCount(3);
  },
  "no incident": async (desk, look) => {
    await desk.openSignedIn(TICKETS.none, look);
    await expect(desk.heading("No linked incident")).toBeVisible();
  },
  creating: async (desk, look) => {
    await desk.openSignedIn(TICKETS.none, look);
    await desk.openCreate();
    await desk.app.getByRole("combobox", { name: "Service" }).fill("a");
    await expect(desk.app.getByRole("option").first()).toBeVisible();
  },
  linking: async (desk, look) => {
    await desk.openSignedIn(TICKETS.none, look);
    await desk.openLink();
    await expect(desk.app.getByRole("option").first()).toBeVisible();
  },
  "an endless word in the title": async (desk, look) => {
    await desk.sandbox.link(TICKETS.none, 1048);
    await desk.openSignedIn(TICKETS.none, look);
    await expect(desk.app.getByRole("article")).toBeVisible();
  },
  "view only": async (desk, look) => {
    await desk.open(TICKETS.one, look);
    await expect(desk.heading(CHECKOUT)).toBeVisible();
  },
};

for (const [name, open] of Object.entries(STATES)) {
  test(`${name}: nothing sticks out from 240 to 720 pixels, and every target is large enough`, async ({ desk, sandbox }) => {
    await open(desk, { width: WIDTHS[0] });
    const frame = await desk.frame();
    for (const width of WIDTHS) {
      await sandbox.control("page", { width });
      await expect.poll(() => frame.evaluate(() => document.documentElement.clientWidth)).toBeGreaterThan(width - 24);
      await expect.poll(() => frame.evaluate(() => document.documentElement.clientWidth)).toBeLessThanOrEqual(width);
      expect(await frame.evaluate(overflow), `at ${width} pixels`).toEqual([]);
      expect(await frame.evaluate(smallTargets), `at ${width} pixels`).toEqual([]);
    }
  });
}

test("Arabic is written from right to left, and the panel is mirrored", async ({ desk }) => {
  await desk.open(TICKETS.one, { locale: "ar" });
  const frame = await desk.frame();
  await expect(desk.app.locator(":root")).toHaveAttribute("dir", "rtl");
  await expect(desk.app.locator(":root")).toHaveAttribute("lang", "ar");
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  await expect(desk.app.getByRole("link", { name: /1042|١٠٤٢/ })).toBeVisible();
  const tag = await desk.app.locator(".tag").first().boundingBox();
  const link = await desk.app.getByRole("link", { name: /1042|١٠٤٢/ }).boundingBox();
  expect(tag.x).toBeGreaterThan(link.x);
  expect(await frame.evaluate(overflow)).toEqual([]);
});

test("in a mirrored panel a note of another direction keeps to the side on which lines begin", async ({ desk }) => {
  await desk.openSignedIn(TICKETS.one);
  await desk.section("Notes");
  const notes = desk.app.getByRole("list", { name: "Notes" }).locator("[dir=auto]");
  await expect(notes.first()).toBeVisible();
  const frame = await desk.frame();
  await frame.evaluate(() => (document.documentElement.dir = "rtl"));
  for (const note of await notes.all()) {
    expect(await note.evaluate((element) => getComputedStyle(element).textAlign)).toMatch(/right$|^end$/);
  }
});

test("German is chosen from the agent's locale", async ({ desk }) => {
  await desk.open(TICKETS.one, { locale: "de" });
  await expect(desk.app.locator(":root")).toHaveAttribute("lang", "de");
  await expect(desk.button("View only")).toHaveCount(0);
  await expect(desk.button("Bei PagerDuty anmelden")).toBeVisible();
});

test("the color scheme follows Zendesk while the panel is open, without a reload", async ({ desk, sandbox }) => {
  await desk.openSignedIn();
  await desk.section("Notes");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await note.fill("still here");
  const root = desk.app.locator(":root");
  await expect(root).toHaveAttribute("data-color-scheme", "light");
  const background = () => root.evaluate((element) => getComputedStyle(element).colorScheme + getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await sandbox.control("page", { scheme: "dark" });
  await expect(root).toHaveAttribute("data-color-scheme", "dark");
  expect(await background()).not.toBe(light);
  await expect(note).toHaveValue("still here");
});

test("a dark panel is dark from its first paint", async ({ desk }) => {
  await desk.holdProgram();
  await desk.open(TICKETS.one, { scheme: "dark" });
  await expect(desk.app.locator(":root")).toHaveAttribute("data-color-scheme", "dark");
  await expect(desk.app.getByRole("main")).toBeVisible();
});

test("a control that cannot be used and looks like a link has no box around it", async ({ desk }) => {
  await desk.open(TICKETS.one);
  const cancel = desk.button(/^Cancel the request to/);
  await expect(cancel).toHaveAttribute("aria-disabled", "true");
  expect(await cancel.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe("rgba(0, 0, 0, 0)");
});

test("with WCAG's text spacing nothing is cut off or sticks out", async ({ desk }) => {
  await desk.openSignedIn(TICKETS.one, { width: 320 });
  await desk.section("Notes");
  const frame = await desk.frame();
  const cut = await frame.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return [...document.querySelectorAll("#app button, #app p, #app h2, #app h3, #app dd, #app .tag")]
      .filter((element) => element.getClientRects().length > 0 && element.closest(".visually-hidden, [hidden]") === null)
      .filter((element) => element.scrollHeight > element.clientHeight + 2 && !["visible", "auto"].includes(getComputedStyle(element).overflowY))
      .map((element) => `${element.localName}.${element.className}: ${element.textContent.slice(0, 40)}`);
  });
  expect(cut).toEqual([]);
  expect(await frame.evaluate(overflow)).toEqual([]);
});

test("in forced colors controls keep their edges and the focus its ring", async ({ desk, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await desk.openSignedIn();
  const edge = (locator) => locator.evaluate((element) => [getComputedStyle(element).borderTopStyle, parseFloat(getComputedStyle(element).borderTopWidth)]);
  const [style, width] = await edge(desk.button("Resolve"));
  expect(style).not.toBe("none");
  expect(width).toBeGreaterThanOrEqual(1);
  const [tagStyle] = await edge(desk.app.locator(".tag").first());
  expect(tagStyle).not.toBe("none");
  await desk.tabTo(desk.button("Resolve"));
  expect(await desk.button("Resolve").evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe("none");
});

test("without motion nothing moves", async ({ desk, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await desk.holdProgram();
  await desk.open();
  await expect(desk.app.getByRole("main")).toBeVisible();
  const frame = await desk.frame();
  expect(await frame.evaluate(() => document.getAnimations().filter((animation) => animation.playState === "running").length)).toBe(0);
});

test("at 400 percent zoom the panel can be read without scrolling sideways", async ({ desk, page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await desk.openSignedIn(TICKETS.one, { width: 240 });
  const frame = await desk.frame();
  await frame.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  expect(await frame.evaluate(overflow)).toEqual([]);
});
