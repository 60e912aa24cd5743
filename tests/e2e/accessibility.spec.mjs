// axe on every screen, task and state of the panel, in both color schemes: no violation at all.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, AGENTS, APP_NAME, LOST_REQUEST, TICKETS } from "./support/fixtures.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Each state: how it comes about, what shows that it is there. */
const STATES = {
  "view only": {
    open: (desk) => desk.open(TICKETS.one, desk.look),
    there: (desk) => desk.app.getByText("View only", { exact: true }),
  },
  "sign in": {
    before: (sandbox) => sandbox.control("read_only_key", { present: false }),
    open: (desk) => desk.open(TICKETS.one, desk.look),
    there: (desk) => desk.heading("Sign in to see incidents"),
  },
  "no client ID": {
    before: (sandbox) => sandbox.control("client_id", { present: false }),
    open: (desk) => desk.open(TICKETS.one, desk.look),
    there: (desk) => desk.app.getByText(/Sign-in isn’t set up/),
  },
  "denied sign-in": {
    open: async (desk) => {
      await desk.open(TICKETS.one, desk.look);
      const popup = await desk.openPopup();
      await popup.getByRole("button", { name: "Deny" }).click();
    },
    there: (desk) => desk.app.getByText("You’re not signed in"),
  },
  "one incident, all sections open": {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.section("Timeline");
      await desk.section("Notes");
    },
    there: (desk) => desk.app.getByRole("list", { name: "Timeline" }).getByRole("listitem").first(),
  },
  "several incidents": {
    open: (desk) => desk.openSignedIn(TICKETS.several, desk.look),
    there: (desk) => desk.app.getByText("3 incidents"),
  },
  "no incident": {
    open: (desk) => desk.openSignedIn(TICKETS.none, desk.look),
    there: (desk) => desk.heading("No linked incident"),
  },
  "an open menu": {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.button("More actions").click();
    },
    there: (desk) => desk.item("Unlink from ticket"),
  },
  "creating, with problems and open lists": {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.none, desk.look);
      await desk.openCreate();
      await desk.app.getByRole("textbox", { name: "Title" }).fill("");
      await desk.submit("Create incident").click();
      await desk.app.getByRole("combobox", { name: "Service" }).fill("Payments Webhooks");
    },
    there: (desk) => desk.app.getByRole("option", { name: "Payments Webhooks", exact: true }),
  },
  "the sheet of keys": {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.account("Keyboard shortcuts");
    },
    there: (desk) => desk.heading("Keyboard shortcuts"),
  },
  linking: {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.none, desk.look);
      await desk.openLink();
    },
    there: (desk) => desk.app.getByRole("option").first(),
  },
  "linking, nothing found": {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.none, desk.look);
      await desk.openLink();
      await desk.search.fill("no incident has these words");
    },
    there: (desk) => desk.button("Create a new incident instead"),
  },
  resolving: {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.button("Resolve").click();
    },
    there: (desk) => desk.heading("Resolve incident"),
  },
  "adding responders, with a warning and an open list": {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.button("Add responders").click();
      const field = desk.app.getByRole("combobox", { name: "People or escalation policies" });
      for (const name of ["Priya Nair", "Facilities"]) {
        await field.fill(name);
        await desk.app.getByRole("option", { name: new RegExp(`^${name}`) }).first().click();
      }
      await expect(desk.app.getByText("Nobody is on call for Facilities")).toBeVisible();
      await field.fill("Ledger");
    },
    there: (desk) => desk.app.getByRole("option", { name: /^Ledger/ }),
  },
  reassigning: {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.more("Reassign");
      await desk.app.getByRole("radio", { name: /^Next level/ }).check();
    },
    there: (desk) => desk.app.getByRole("region", { name: "Who is notified" }),
  },
  "a resolution on hold": {
    open: async (desk) => {
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.button("Resolve").click();
      await desk.submit("Resolve incident").click();
    },
    there: (desk) => desk.button("Undo"),
  },
  "a refused action": {
    before: (sandbox) => sandbox.fault({ target: "pagerduty", method: "POST", kind: { status: { code: 403 } } }),
    open: async (desk) => {
      desk.expectErrors(LOST_REQUEST);
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.section("Notes");
      await desk.app.getByRole("textbox", { name: "Add a note" }).fill("Not for you");
      await desk.button("Send note").click();
    },
    there: (desk) => desk.button("Send again"),
  },
  "not permitted": {
    before: (sandbox) => sandbox.control("configuration", { preset: "tier_1_view_and_note" }),
    open: (desk) => desk.openSignedIn(TICKETS.one, desk.look),
    there: (desk) => desk.app.getByText(/^Your groups \(Tier 1 Support\) may not/),
  },
  "nothing may be seen": {
    before: (sandbox) => sandbox.control("configuration", { value: '{"version":1,"permissions":{"default":[],"groups":{}}}' }),
    open: (desk) => desk.open(TICKETS.one, desk.look),
    there: (desk) => desk.heading("You can’t see incidents here"),
  },
  "a broken configuration": {
    before: (sandbox) => sandbox.control("configuration", { preset: "broken" }),
    open: (desk) => desk.openSignedIn(TICKETS.one, desk.look),
    there: (desk) => desk.app.getByText("The app’s configuration can’t be read"),
  },
  "PagerDuty down": {
    before: (sandbox) => sandbox.fault({ target: "pagerduty", kind: { status: { code: 503 } } }),
    open: async (desk) => {
      desk.expectErrors(LOST_REQUEST);
      await desk.open(TICKETS.one, desk.look);
    },
    there: (desk) => desk.app.getByText("Couldn’t load incidents"),
  },
  "rate limited": {
    open: async (desk) => {
      desk.expectErrors(LOST_REQUEST);
      await desk.openSignedIn(TICKETS.one, desk.look);
      await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
      await desk.sandbox.fault({ target: "pagerduty", kind: { status: { code: 429, retry_after: 60 } } });
      await desk.button("Refresh").click();
    },
    there: (desk) => desk.app.getByText("Updates paused"),
  },
  offline: {
    open: async (desk) => {
      desk.expectErrors(LOST_REQUEST);
      await desk.openSignedIn(TICKETS.one, desk.look);
      await desk.page.context().setOffline(true);
    },
    there: (desk) => desk.app.getByText("You’re offline", { exact: true }),
  },
  "hostile text": {
    before: (sandbox) => sandbox.link(TICKETS.hostile, 1037),
    open: (desk) => desk.openSignedIn(TICKETS.hostile, desk.look),
    there: (desk) => desk.heading("<img src=x onerror=alert(1)>"),
  },
  Arabic: {
    before: (sandbox) => sandbox.link(TICKETS.arabic, 1047),
    open: (desk) => desk.open(TICKETS.arabic, { ...desk.look, locale: "ar" }),
    there: (desk) => desk.app.getByRole("heading", { name: /Mada/ }),
  },
  loading: {
    open: async (desk) => {
      await desk.holdProgram();
      await desk.open(TICKETS.one, desk.look);
    },
    there: (desk) => desk.app.getByRole("main"),
  },
};

for (const scheme of ["light", "dark"]) {
  for (const [name, state] of Object.entries(STATES)) {
    test(`${name}, ${scheme}: axe finds nothing`, async ({ desk, sandbox, page }) => {
      desk.look = { scheme, agent: AGENTS.jonas };
      await state.before?.(sandbox);
      await state.open(desk);
      await expect(state.there(desk).first()).toBeVisible();
      const { violations, passes } = await new AxeBuilder({ page }).include([`iframe[title="${APP_NAME}"]`, "html"]).withTags(TAGS).analyze();
      // A target of two parts lies inside the frame, so the panel has been looked at.
      expect(passes.filter(({ nodes }) => nodes.some(({ target }) => target.length === 2)).length).toBeGreaterThan(5);
      const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" | ")}`);
      expect(found).toEqual([]);
    });
  }
}

test("outside Zendesk and on the page PagerDuty returns to: axe finds nothing", async ({ desk, sandbox, page }) => {
  for (const address of ["index.html", "oauth.html?error=access_denied&state=x.y"]) {
    await page.goto(sandbox.addresses.app + address);
    await expect(page.getByRole("heading", { level: address.startsWith("oauth") ? 1 : 2 })).not.toBeEmpty();
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    expect(violations.map(({ id, nodes }) => `${address} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
  }
  expect(desk.unexpected()).toEqual([]);
});
