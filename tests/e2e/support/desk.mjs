// The agent's desk: a page with the workspace, the app framed in it, and what agents do there.
import { expect } from "@playwright/test";
import { AGENTS, TICKETS } from "./sandbox.mjs";

export const APP_NAME = "Incident Command Console";
const FRAME = `iframe[title="${APP_NAME}"]`;

/** The app's program, as a pattern for its address. */
export const PROGRAM = "**/*_bg.wasm";

/** What the browser itself writes to the console when a request fails, however well the app deals with it. */
export const LOST_REQUEST = /^Failed to load resource/;
/**
 * The fault for a request that is processed and whose answer never reaches the app. A connection that breaks would not do:
 * on one that was in use before, the browser sends even a `POST` a second time by itself.
 */
export const LOST_ANSWER = "no_cors";
/** What the browser writes for an answer that lacks the headers by which another origin may read it. */
export const BLOCKED_ANSWER = /blocked by CORS policy/;

export class Desk {
  constructor(page, sandbox) {
    this.page = page;
    this.sandbox = sandbox;
    this.problems = [];
    this.expected = [];
    this.spoken = [];
    this.watch(page);
    page.context().on("page", (popup) => this.watch(popup));
  }

  /** Everything that would be a fault in any test: errors in the console, exceptions, dialogs. */
  watch(page) {
    page.on("console", (message) => {
      this.spoken.push(message.text());
      const from = message.location().url;
      // The browser asks every page's host for an icon by itself; PagerDuty's stand-in has none.
      const own = from.endsWith("/favicon.ico");
      if (message.type() === "error" && !own) this.problems.push(`${message.text()} (${from})`);
    });
    page.on("pageerror", (error) => this.problems.push(`exception: ${error.message}`));
    page.on("dialog", async (dialog) => {
      this.problems.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
  }

  /** Console errors that belong to what the test does. */
  expectErrors(...patterns) {
    this.expected.push(...patterns);
  }

  /** What nobody expected. */
  unexpected() {
    return this.problems.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
  }

  /** Holds the app's program back from every page until the function that this resolves with is called. */
  async holdProgram() {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await this.page.context().route(PROGRAM, async (route) => {
      await held;
      await route.continue();
    });
    return release;
  }

  /** Opens a ticket in the workspace. */
  async open(ticket = TICKETS.one, { agent = AGENTS.jonas, scheme = "light", locale = "en-US", width = 320, zone = "Europe/Berlin" } = {}) {
    const query = new URLSearchParams({ agent: agent.id, scheme, locale, time_zone: zone, width, controls: "0" });
    this.ticket = ticket;
    await this.page.goto(`${this.sandbox.addresses.workspace}/agent/tickets/${ticket}?${query}`);
  }

  /** What stands around the app. */
  get pane() {
    return this.page.getByRole("article", { name: `Ticket ${this.ticket}` });
  }

  /** The inside of the app. */
  get app() {
    return this.pane.frameLocator(FRAME);
  }

  /** The app's frame itself, for questions to its document. */
  async frame() {
    const handle = await this.pane.locator(FRAME).elementHandle();
    return handle.contentFrame();
  }

  button(name, options = {}) {
    return this.app.getByRole("button", { name, exact: typeof name === "string", ...options });
  }

  heading(name, options = {}) {
    return this.app.getByRole("heading", { name, ...options });
  }

  item(name) {
    return this.app.getByRole("menuitem", { name });
  }

  /** The card of the incident with this title. */
  card(title) {
    return this.app.getByRole("article", { name: title });
  }

  /** Presses a control that opens PagerDuty's window; resolves with the window. */
  async openPopup(trigger = this.button("Sign in to PagerDuty")) {
    const [popup] = await Promise.all([this.page.waitForEvent("popup"), trigger.click()]);
    return popup;
  }

  /** Signs in through PagerDuty's window, as a person does. */
  async signIn({ agent = AGENTS.jonas, trigger } = {}) {
    const popup = await this.openPopup(trigger);
    await this.allow(popup, agent);
  }

  /** Consents in PagerDuty's window. */
  async allow(popup, agent = AGENTS.jonas) {
    await popup.getByLabel("Sign in as").selectOption(agent.email);
    const closed = popup.waitForEvent("close");
    await popup.getByRole("button", { name: "Allow" }).click();
    await closed;
    await expect(this.button("Display settings")).toBeVisible();
    await this.signedIn();
  }

  /** Waits until the app knows who the agent is in PagerDuty. */
  async signedIn() {
    await expect(this.app.getByText("Continue in the PagerDuty window…")).toHaveCount(0);
    await expect(this.button(/^Sign in/)).toHaveCount(0);
  }

  /** Opens a ticket with a finished sign-in. */
  async openSignedIn(ticket = TICKETS.one, options = {}) {
    await this.open(ticket, options);
    await this.signIn(options);
  }

  /** Chooses in the menu behind "More actions" of a card, or of the only one. */
  async more(item, within = this.app) {
    await within.getByRole("button", { name: "More actions" }).click();
    await this.item(item).click();
  }

  /** Presses what stands beside the PagerDuty account behind the gear. */
  async account(name) {
    await this.button("Display settings").click();
    await this.button(name).click();
  }

  /** Signs out, which leads back to the ticket's incidents. */
  async signOut() {
    await this.account("Sign out");
  }

  /** Opens a section unless it is open. */
  async section(name) {
    const toggle = this.app.getByRole("button", { name: new RegExp(`^${name}`) });
    await expect(toggle).toBeVisible();
    if ((await toggle.getAttribute("aria-expanded")) !== "true") await toggle.click();
    await expect(toggle).toHaveAttribute("aria-expanded", "true");
    return toggle;
  }

  /** Presses Tab until the control has the focus, as somebody without a pointer does. */
  async tabTo(target, { back = false, most = 60 } = {}) {
    const has = () => target.evaluate((element) => element === document.activeElement);
    for (let presses = 0; presses < most && !(await has()); presses += 1) await this.page.keyboard.press(back ? "Shift+Tab" : "Tab");
    await expect(target).toBeFocused();
  }

  /** Opens the task that creates an incident from a ticket without one. */
  async openCreate() {
    await this.button("Create incident").click();
    await expect(this.heading("Create incident")).toBeFocused();
  }

  /** Fills in what an incident needs at least. */
  async fillCreate({ title, service }) {
    await this.app.getByRole("textbox", { name: "Title" }).fill(title);
    await this.chooseService(service);
  }

  /** Finds a service by typing and takes it. */
  async chooseService(service) {
    const field = this.app.getByRole("combobox", { name: "Service" });
    await field.fill(service);
    await this.app.getByRole("option", { name: service, exact: true }).click();
    await expect(field).toHaveValue(service);
  }

  /** The button that sends the open task's form. */
  submit(name) {
    return this.app.locator("form").getByRole("button", { name });
  }

  /** Opens the task that links an incident to a ticket without one. */
  async openLink() {
    await this.button("Link incident").click();
    await expect(this.heading("Link incident")).toBeFocused();
  }

  /** Where incidents are searched for in the task that links them. */
  get search() {
    return this.app.getByRole("combobox", { name: "Search incidents" });
  }

  /** Lets time pass in the browser: every timer that falls into it runs. Needs `page.clock.install()` before opening. */
  async pass(seconds) {
    await this.page.clock.fastForward(seconds * 1_000);
  }

  /** The element inside the app that has the focus: its name and role as far as they tell it apart. */
  async focused() {
    const frame = await this.frame();
    return frame.evaluate(() => {
      const active = document.activeElement;
      return active === document.body || active === null ? null : { id: active.id, tag: active.localName, text: active.textContent.trim() };
    });
  }
}
