// The settings screen: an administrator's page with the app's own place in it, and what administrators do there.
import { AGENTS, APP_NAME, expect, test as base, watched } from "./fixtures.mjs";
import { Desk } from "./desk.mjs";

export * from "./fixtures.mjs";

/** The address of the app's own place in the workspace. */
const PLACE = "/agent/apps/incident-command-console";

/** How much of the window the workspace's own bar at the side takes. */
const NAVIGATION = 60;

/** The pages in their order, by the name of each in the list. */
export const PAGES = ["Connections", "Permissions", "Synced attributes", "Automation rules", "E-mail", "Display defaults"];

/** Who signs in to PagerDuty: Maya Chen is a global admin there, so that she may make integrations. Ada has no account. */
export const MAYA = { email: "maya.chen@northwind.example", name: "Maya Chen" };

/** The other administrator of the seeded account. */
export const NOOR = { id: 8410300189, name: "Noor Haddad" };

export class Settings extends Desk {
  /** Opens the settings; the checks of the first page are through. */
  async open({ agent = AGENTS.ada, scheme = "light", locale = "en-US" } = {}) {
    await this.visit({ agent, scheme, locale });
    await expect(this.app.getByText("Loading settings…")).toHaveCount(0);
    await expect(this.summary).toBeVisible();
  }

  /** Opens the app's place as any agent, without waiting for anything. */
  async visit({ agent = AGENTS.ada, scheme = "light", locale = "en-US" } = {}) {
    const query = new URLSearchParams({ agent: agent.id, scheme, locale, time_zone: "Europe/Berlin", controls: "0" });
    await this.page.goto(`${this.sandbox.addresses.workspace}${PLACE}?${query}`);
  }

  /** Opens the settings with a finished sign-in. */
  async openSignedIn(options = {}) {
    await this.open(options);
    await this.signIn();
  }

  get pane() {
    return this.page.getByRole("article", { name: APP_NAME });
  }

  /** Signs in at PagerDuty's window. */
  async signIn({ as = MAYA, trigger = this.session } = {}) {
    const popup = await this.openPopup(trigger);
    await this.allow(popup, as);
  }

  async allow(popup, as = MAYA) {
    await popup.getByLabel("Sign in as").selectOption(as.email);
    const closed = popup.waitForEvent("close");
    await popup.getByRole("button", { name: "Allow" }).click();
    await closed;
    await expect(this.app.getByText(`Connected to ${as.name}`)).toBeVisible();
  }

  /** The button at the head that signs in and out. */
  get session() {
    return this.app.getByRole("banner").getByRole("button");
  }

  /** The button of a page in the list at the side. */
  entry(name) {
    return this.app.getByRole("navigation", { name: "Settings pages" }).getByRole("button", { name: new RegExp(`^${name}`) });
  }

  /** Chooses a page. */
  async goTo(name) {
    await this.entry(name).click();
    await expect(this.heading(name, { level: 2 })).toBeVisible();
  }

  /** How many checks are done; there on the first page as soon as all are through. */
  get summary() {
    return this.app.getByText(/^\d of 7 done$/);
  }

  /** One item of the checklist. */
  check(name) {
    return this.app.getByRole("list", { name: "Checks" }).getByRole("listitem", { name, exact: true });
  }

  /** What screen readers are told. */
  get said() {
    return this.app.locator("[role=status].visually-hidden").first();
  }

  /** Adds a ready-made rule and opens it. */
  async addRule(name) {
    await this.button("Add rule").click();
    await this.app.getByRole("region", { name: "Rules you can add" }).getByRole("button", { name: new RegExp(`^${name}`) }).click();
    await expect(this.app.getByRole("textbox", { name: "Title" })).toBeFocused();
  }

  /** Lets the open rule lead to a new integration on a service. */
  async makeDestination(service) {
    await this.button("Add a destination").click();
    const place = this.app.getByRole("region", { name: "New destination" });
    await place.getByRole("combobox", { name: "Service" }).fill(service);
    await place.getByRole("option", { name: service, exact: true }).click();
    await place.getByRole("button", { name: "Create one here" }).click();
    await expect(this.app.getByRole("combobox", { name: "Destination" })).toHaveValue(/.+/);
    await expect(place).toHaveCount(0);
  }

  /** A ready-made rule for a service, complete and saved. */
  async haveRule(name, service) {
    await this.goTo("Automation rules");
    await this.addRule(name);
    await this.makeDestination(service);
    await this.button("Done").click();
    await this.save();
  }

  /** A rule in the list. */
  rule(name) {
    return this.app.getByRole("listitem").filter({ has: this.app.getByRole("heading", { name, exact: true, level: 3 }) });
  }

  /** Brings Zendesk in line with the saved rules. */
  async setUpRules() {
    await this.button("Set up in Zendesk").click();
    await expect(this.app.getByText("Zendesk now does what the saved rules say.")).toBeVisible();
  }

  /** Adds an e-mail route for urgent tickets, with all that it needs, and closes its editor. */
  async addRoute(name, service) {
    await this.button("Add route").click();
    const field = this.app.getByRole("textbox", { name: "Name" });
    await expect(field).toBeFocused();
    await field.fill(name);
    await this.app.getByRole("combobox", { name: "PagerDuty service" }).fill(service);
    await this.app.getByRole("option", { name: service, exact: true }).click();
    const all = this.app.getByRole("group", { name: "All of these must be true" });
    await all.getByRole("button", { name: "Add condition" }).click();
    const row = all.getByRole("group", { name: "Condition 1" });
    await row.getByRole("combobox", { name: "What to look at" }).selectOption({ label: "Priority" });
    await row.getByRole("combobox", { name: "Comparison" }).selectOption({ label: "is" });
    await row.getByRole("combobox", { name: "Value" }).selectOption({ label: "Urgent" });
    await this.button("Done").click();
    await expect(this.heading(name, { level: 4 })).toBeVisible();
  }

  /** Adds a group to the table of permissions. */
  async addGroup(name) {
    await this.button("Add group").click();
    await this.app.getByRole("combobox", { name: "Group to add" }).fill(name);
    await this.app.getByRole("option", { name, exact: true }).click();
    await expect(this.app.getByRole("row", { name: new RegExp(`^${name}`) })).toBeVisible();
  }

  /** What a group may do, as the box in the table. */
  ability(name, group) {
    return this.app.getByRole("checkbox", { name: `${name} for ${group}`, exact: true });
  }

  /** Makes the window so wide that the app's frame has this width. */
  async makeWide(width, height = 800) {
    await this.page.setViewportSize({ width: width + NAVIGATION, height });
    const frame = await this.frame();
    await expect.poll(() => frame.evaluate(() => window.innerWidth)).toBe(width);
  }

  /** Presses "Save changes" and confirms what is reviewed. */
  async save() {
    await this.button("Save changes").click();
    await expect(this.heading("Review and save")).toBeFocused();
    await this.button("Save changes").click();
    await this.saved();
  }

  /** Waits until everything is saved. */
  async saved() {
    await expect(this.app.getByText("Settings saved", { exact: true }).first()).toBeVisible();
    await expect(this.app.getByText("No unsaved changes")).toBeVisible();
  }

  /** The saved settings as Zendesk holds them. */
  async configuration() {
    const { zendesk } = await this.sandbox.state();
    const held = zendesk.installation.settings.configuration;
    return held ? JSON.parse(held) : null;
  }
}

export const test = base.extend({
  /** The administrator's page. */
  settings: async ({ page, sandbox }, use) => {
    await watched(new Settings(page, sandbox), use);
  },
  /** A page with the settings in another browser, where somebody else sits. */
  another: async ({ browser, sandbox }, use) => {
    await elsewhere(browser, (page) => watched(new Settings(page, sandbox), use));
  },
  /** An agent's page in another browser. */
  agent: async ({ browser, sandbox }, use) => {
    await elsewhere(browser, (page) => watched(new Desk(page, sandbox), use));
  },
});

/** Another browser: nothing that is stored in the first is in it. */
async function elsewhere(browser, use) {
  const context = await browser.newContext();
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}
