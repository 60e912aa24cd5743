// Every page and open state of the settings: axe finds nothing, nothing sticks out, in both color schemes, wide and narrow.
import AxeBuilder from "@axe-core/playwright";
import { AGENTS, APP_NAME, expect, LOST_REQUEST, test } from "./support/settings.mjs";
import { overflow, squeezed } from "./support/overflow.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const URGENT = "Urgent ticket opens an incident";

/** Each state: how it comes about, what shows that it is there. */
const STATES = {
  "Connections, signed out": {
    open: (settings) => settings.open(),
    there: (settings) => settings.check("Ticket field"),
  },
  "Connections, with every call listed": {
    open: async (settings) => {
      await settings.openSignedIn();
      await settings.button("All calls").click();
    },
    there: (settings) => settings.app.getByRole("columnheader", { name: "Needed for" }),
  },
  "Permissions, with groups and an open search": {
    open: async (settings) => {
      await settings.open();
      await settings.goTo("Permissions");
      await settings.addGroup("Tier 1 Support");
      await settings.button("Add group").click();
      await settings.app.getByRole("combobox", { name: "Group to add" }).fill("b");
    },
    there: (settings) => settings.app.getByRole("option", { name: "Billing" }),
  },
  "Permissions, with what an agent would see": {
    open: async (settings) => {
      await settings.open();
      await settings.goTo("Permissions");
      await settings.addGroup("Tier 1 Support");
      await settings.ability("Resolve", "Tier 1 Support").uncheck();
      await settings.app.getByRole("combobox", { name: "Agent" }).fill("Jonas");
      await settings.app.getByRole("option", { name: /^Jonas Okafor/ }).click();
    },
    there: (settings) => settings.heading("Not allowed"),
  },
  "Synced attributes, without PagerDuty's priorities": {
    open: async (settings) => {
      await settings.open();
      await settings.goTo("Synced attributes");
    },
    there: (settings) => settings.app.getByText("Sign in to PagerDuty to choose from its priorities"),
  },
  "Synced attributes": {
    open: async (settings) => {
      await settings.openSignedIn();
      await settings.goTo("Synced attributes");
      await settings.app.getByRole("combobox", { name: "PagerDuty priority for Urgent" }).selectOption("P1");
    },
    there: (settings) => settings.app.getByText(/unsaved changes$/),
  },
  "Automation rules, with what can be added": {
    open: async (settings) => {
      await settings.open();
      await settings.goTo("Automation rules");
      await settings.button("Add rule").click();
    },
    there: (settings) => settings.app.getByRole("region", { name: "Rules you can add" }),
  },
  "Automation rules, a rule with mistakes and a new destination": {
    open: async (settings) => {
      await settings.openSignedIn();
      await settings.goTo("Automation rules");
      await settings.addRule("Empty rule");
      await settings.app.getByRole("group", { name: "All of these must be true" }).getByRole("button", { name: "Add condition" }).click();
      await settings.button("Done").click();
      await settings.button("Add a destination").click();
      await settings.app.getByRole("radio", { name: "A key" }).check();
    },
    there: (settings) => settings.app.getByText(/things are missing or wrong/),
  },
  "Automation rules, set up and edited by hand": {
    open: async (settings) => {
      await settings.openSignedIn();
      await settings.haveRule(URGENT, "Checkout API");
      await settings.setUpRules();
      await settings.sandbox.control("scene", { name: "leftovers" });
      await settings.sandbox.control("scene", { name: "hand_edited" });
      await settings.button("Check again").click();
      await settings.button("Remove everything from Zendesk").click();
    },
    there: (settings) => settings.app.getByRole("button", { name: "Remove everything", exact: true }),
  },
  "E-mail, a route that is edited": {
    open: async (settings) => {
      await settings.openSignedIn();
      await settings.goTo("E-mail");
      await settings.addRoute("Urgent", "Checkout API");
      await settings.button("Edit Urgent").click();
      await settings.app.getByRole("textbox", { name: "Name" }).fill("");
      await settings.button("What the mails hold").click();
    },
    there: (settings) => settings.app.getByText("Give the route a name."),
  },
  "Display defaults": {
    open: async (settings) => {
      await settings.open();
      await settings.goTo("Display defaults");
    },
    there: (settings) => settings.button("Show everything in the usual order"),
  },
  "what is about to be saved": {
    open: async (settings) => {
      await settings.open();
      await settings.goTo("Synced attributes");
      await settings.app.getByRole("switch", { name: "New tickets become Open" }).click();
      await settings.button("Save changes").click();
    },
    there: (settings) => settings.heading("Review and save"),
  },
  "what two administrators changed": {
    open: async (settings) => {
      await settings.open();
      await settings.goTo("Permissions");
      await settings.ability("Resolve", "Everyone else").uncheck();
      await settings.sandbox.control("scene", { name: "another_admin" });
      await settings.button("Save changes").click();
      await settings.button("Save changes").click();
    },
    there: (settings) => settings.app.getByText("You both changed: Permissions"),
  },
  "settings that cannot be read": {
    before: (sandbox) => sandbox.control("configuration", { preset: "broken" }),
    open: (settings) => settings.open(),
    there: (settings) => settings.app.getByText("The saved settings can’t be read"),
  },
  "somebody who is no administrator": {
    open: (settings) => settings.visit({ agent: AGENTS.jonas }),
    there: (settings) => settings.heading("Only administrators can change these settings"),
  },
};

async function axe(page) {
  const { violations, passes } = await new AxeBuilder({ page }).include([`iframe[title="${APP_NAME}"]`, "html"]).withTags(TAGS).analyze();
  // A target of two parts lies inside the frame, so the settings have been looked at.
  expect(passes.filter(({ nodes }) => nodes.some(({ target }) => target.length === 2)).length).toBeGreaterThan(5);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

for (const [name, state] of Object.entries(STATES)) {
  test(`${name}: axe finds nothing and nothing sticks out`, async ({ settings, sandbox, page }) => {
    // Each call is tried with a name that cannot exist.
    settings.expectErrors(LOST_REQUEST);
    await state.before?.(sandbox);
    await state.open(settings);
    await expect(state.there(settings).first()).toBeVisible();
    const frame = await settings.frame();
    await settings.makeWide(1280);
    expect.soft(await axe(page), "light and wide").toEqual([]);
    expect.soft(await frame.evaluate(overflow), "at 1280 pixels").toEqual([]);
    await sandbox.control("page", { scheme: "dark" });
    await expect(settings.app.locator(":root")).toHaveAttribute("data-color-scheme", "dark");
    // So high that the bar at the foot covers nothing.
    await settings.makeWide(320, 3_000);
    await expect(state.there(settings).first()).toBeVisible();
    expect.soft(await axe(page), "dark and narrow").toEqual([]);
    expect.soft(await frame.evaluate(overflow), "at 320 pixels").toEqual([]);
  });
}

/** Opens the settings in a language and turns every page, told apart by what no language changes. */
async function turn(settings, locale, judge) {
  await settings.visit({ locale });
  for (const page of ["setup", "permissions", "synced", "automation", "email", "layout"]) {
    await settings.app.locator(`#page-${page}`).click();
    await expect(settings.app.locator("#page-heading")).toBeFocused();
    if (page === "automation") await settings.app.locator("#automation-add").click();
    if (page === "email") await settings.app.locator("#email-add").click();
    await expect(settings.app.locator("[aria-busy=true]")).toHaveCount(0);
    await judge(page);
  }
}

test("in Arabic every page is mirrored, and nothing sticks out", async ({ settings }) => {
  await turn(settings, "ar", async (page) => {
    await settings.makeWide(1280);
    const frame = await settings.frame();
    await expect(settings.app.locator(":root")).toHaveAttribute("dir", "rtl");
    const [pages, main] = [await settings.app.getByRole("navigation").boundingBox(), await settings.app.getByRole("main").boundingBox()];
    expect(pages.x, page).toBeGreaterThan(main.x);
    expect.soft(await frame.evaluate(overflow), `${page}, wide`).toEqual([]);
    await settings.makeWide(320);
    expect.soft(await frame.evaluate(overflow), `${page}, narrow`).toEqual([]);
  });
});

test("in the pseudo-language every page has room for longer words", async ({ settings }) => {
  await turn(settings, "en-xa", async (page) => {
    const frame = await settings.frame();
    await expect(settings.app.locator("#page-heading")).toHaveText(/^\[.+\]$/);
    for (const width of [1280, 320]) {
      await settings.makeWide(width);
      expect.soft(await frame.evaluate(overflow), `${page} at ${width}: sticks out`).toEqual([]);
      expect.soft(await frame.evaluate(squeezed), `${page} at ${width}: is wider than its place`).toEqual([]);
    }
  });
});

test("every control that the keyboard reaches shows it, and is not under the bar at the foot", async ({ settings, page }) => {
  await settings.open();
  await settings.goTo("Permissions");
  await settings.addGroup("Tier 1 Support");
  await settings.makeWide(720, 700);
  await settings.session.focus();
  const seen = () =>
    settings.app.locator(":focus").evaluate((element) => {
      const shown = element.closest("label") ?? element;
      const styles = [element, shown].map((each) => getComputedStyle(each));
      const box = shown.getBoundingClientRect();
      const bar = document.querySelector(".settings__bar");
      const covered = !bar.contains(element) && box.bottom > bar.getBoundingClientRect().top + 1;
      const ring = styles.some(({ boxShadow, outlineStyle }) => boxShadow !== "none" || outlineStyle === "auto");
      return ring && !covered && box.top >= -1 ? null : `${element.id || element.textContent.trim()}: ${ring ? "covered" : "no ring"}`;
    });
  const faults = [];
  const last = settings.button("Save changes");
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (await last.evaluate((element) => element === document.activeElement)) break;
    faults.push(await seen());
  }
  await expect(last).toBeFocused();
  expect(faults.filter(Boolean)).toEqual([]);
});
