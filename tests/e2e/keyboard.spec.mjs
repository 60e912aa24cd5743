// The keyboard and the focus: everything can be done without a pointer, and nothing takes the focus by itself.
import { expect, test, AGENTS, TICKETS } from "./support/fixtures.mjs";

const NUMBER = 1049;
const TITLE = "PIN resets answer 503";
const NOTE = "Working on it with the issuing team.";

test("an incident is worked from sign-in to unlinking with the keyboard alone", async ({ desk, sandbox, page }) => {
  const press = (key) => page.keyboard.press(key);
  await sandbox.link(TICKETS.none, NUMBER);
  await desk.open(TICKETS.none);
  await desk.pane.getByRole("textbox", { name: "Public reply" }).focus();
  await desk.tabTo(desk.button("Sign in to PagerDuty"));
  const [popup] = await Promise.all([page.waitForEvent("popup"), press("Enter")]);
  await popup.getByLabel("Sign in as").selectOption(AGENTS.jonas.email);
  await popup.getByRole("button", { name: "Allow" }).focus();
  const closed = popup.waitForEvent("close");
  await popup.keyboard.press("Enter").catch(() => {});
  await closed;
  await desk.signedIn();

  await desk.tabTo(desk.button("Acknowledge"));
  await press("Enter");
  await expect(desk.heading(TITLE)).toBeFocused();
  await expect.poll(async () => (await sandbox.incident(NUMBER)).status).toBe("acknowledged");

  await desk.tabTo(desk.button("More actions"));
  await press("Enter");
  await expect(desk.item("Add note")).toBeFocused();
  await press("Enter");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await expect(note).toBeFocused();
  await page.keyboard.type(NOTE);
  await press("Control+Enter");
  await expect(desk.app.getByRole("list", { name: "Notes" }).getByText(NOTE)).toBeVisible();

  await desk.tabTo(desk.button("Resolve"), { back: true });
  await press("Enter");
  await expect(desk.heading("Resolve incident")).toBeFocused();
  await desk.tabTo(desk.submit("Resolve incident"));
  await press("Space");
  await expect(desk.heading(TITLE)).toBeFocused();
  await expect.poll(async () => (await sandbox.incident(NUMBER)).status, { timeout: 15_000 }).toBe("resolved");

  await desk.tabTo(desk.button("More actions"));
  await press("ArrowUp");
  await expect(desk.item("Unlink from ticket")).toBeFocused();
  await press("Enter");
  await expect.poll(async () => (await sandbox.links(TICKETS.none)).ids).toEqual([]);
  expect(await desk.focused(), "the focus is somewhere when its button went away").not.toBeNull();
});

test("a menu opens, moves, wraps, finds by letter and closes by its keys", async ({ desk, page }) => {
  await desk.openSignedIn();
  const trigger = desk.button("More actions");
  await trigger.focus();
  await page.keyboard.press("Enter");
  await expect(trigger).toHaveAttribute("aria-expanded", "true");
  const items = desk.app.getByRole("menu", { name: "More actions" }).getByRole("menuitem");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(items.last()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(items.last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("u");
  await expect(desk.item("Unlink from ticket")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(trigger).toBeFocused();
  await expect(trigger).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowDown");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(trigger).toHaveAttribute("aria-expanded", "false");
});

for (const [task, ticket, open] of [
  ["create", TICKETS.none, (desk) => desk.button("Create incident")],
  ["link", TICKETS.none, (desk) => desk.button("Link incident")],
  ["resolve", TICKETS.one, (desk) => desk.button("Resolve")],
]) {
  test(`leaving the task to ${task} by Escape, Back or Cancel gives the focus back`, async ({ desk, page }) => {
    await desk.openSignedIn(ticket);
    const leave = [
      () => page.keyboard.press("Escape"),
      () => desk.app.getByRole("button", { name: /^Back to/ }).click(),
      () => desk.button("Cancel").click(),
    ];
    for (const way of leave) {
      await open(desk).focus();
      await page.keyboard.press("Enter");
      await expect(desk.app.getByRole("heading", { level: 2 }).first()).toBeFocused();
      await way();
      await expect(open(desk)).toBeFocused();
    }
  });
}

test("escape closes an open list first and the task only then", async ({ desk, page }) => {
  await desk.openSignedIn(TICKETS.none);
  await desk.openCreate();
  const service = desk.app.getByRole("combobox", { name: "Service" });
  await service.fill("Payments Webhooks");
  await expect(desk.app.getByRole("option", { name: "Payments Webhooks", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(service).toHaveAttribute("aria-expanded", "false");
  await expect(desk.heading("Create incident")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(desk.heading("Create incident")).toHaveCount(0);
});

test("neither loading nor a poll takes the focus from the agent's reply", async ({ desk, sandbox, page }) => {
  await page.clock.install();
  const release = await desk.holdProgram();
  await desk.open();
  const reply = desk.pane.getByRole("textbox", { name: "Public reply" });
  await reply.fill("Hello Elena, ");
  release();
  await expect(desk.heading("Checkout API: elevated 5xx errors on payment authorization")).toBeVisible();
  await expect(reply).toBeFocused();
  const { id } = await sandbox.incident(1042);
  await sandbox.colleagueSets(id, "resolved");
  await desk.pass(16);
  await expect(desk.card(/Checkout API/).getByText("Resolved", { exact: true }).first()).toBeVisible();
  await expect(reply).toBeFocused();
  await page.keyboard.type("we are on it.");
  await expect(reply).toHaveValue("Hello Elena, we are on it.");
});

test("two polls with a colleague's changes leave the caret, the words and an open menu alone", async ({ desk, sandbox, page }) => {
  await page.clock.install();
  await sandbox.link(TICKETS.none, NUMBER);
  await desk.openSignedIn(TICKETS.none);
  await desk.section("Notes");
  const note = desk.app.getByRole("textbox", { name: "Add a note" });
  await note.fill("before after");
  await note.evaluate((element) => element.setSelectionRange(7, 7));
  const { id } = await sandbox.incident(NUMBER);
  const card = desk.card(TITLE);
  for (const [status, word] of [["acknowledged", "Acknowledged"], ["resolved", "Resolved"]]) {
    await sandbox.colleagueSets(id, status);
    await desk.pass(16);
    await expect(card.getByText(word, { exact: true }).first()).toBeVisible();
    await expect(note).toBeFocused();
    expect(await note.evaluate((element) => [element.selectionStart, element.selectionEnd, element.value])).toEqual([7, 7, "before after"]);
  }
  await page.keyboard.type("and ");
  await expect(note).toHaveValue("before and after");

  const trigger = desk.button("More actions");
  await trigger.click();
  await expect(trigger).toHaveAttribute("aria-expanded", "true");
  const polls = await sandbox.pagerdutyRequests();
  await desk.pass(61);
  await expect.poll(() => sandbox.pagerdutyRequests()).toBeGreaterThan(polls);
  await expect(trigger).toHaveAttribute("aria-expanded", "true");
});

test("the same announcement is made once, in one of two live regions", async ({ desk, sandbox, page }) => {
  await page.clock.install();
  await sandbox.link(TICKETS.none, NUMBER);
  await desk.openSignedIn(TICKETS.none);
  const frame = await desk.frame();
  await frame.evaluate(() => {
    window.said = [];
    new MutationObserver(() => {
      for (const region of document.querySelectorAll("main > [role=status], main > [role=alert]")) {
        const words = region.textContent.trim();
        if (words !== "" && window.lastSaid !== words) window.said.push(words);
        if (words !== "") window.lastSaid = words;
      }
    }).observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
  });
  await desk.button("Acknowledge").click();
  await expect.poll(async () => (await sandbox.incident(NUMBER)).status).toBe("acknowledged");
  await expect.poll(() => frame.evaluate(() => window.said.length)).toBeGreaterThan(0);
  await desk.pass(16);
  await desk.pass(16);
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  const said = await frame.evaluate(() => window.said);
  // What was still being said of the sign-in is not news about the incident.
  expect(said.filter((words) => words !== "Signed in to PagerDuty")).toEqual([expect.stringMatching(/acknowledged/i)]);
});

test("the focus is always where it can be seen", async ({ desk, page }) => {
  await desk.openSignedIn();
  await desk.section("Timeline");
  await desk.section("Notes");
  await desk.button("Resolve").focus();
  const frame = await desk.frame();
  for (let stop = 0; stop < 12; stop += 1) {
    const seen = await frame.evaluate(() => {
      const active = document.activeElement;
      if (active === null || active === document.body) return true;
      const box = active.getBoundingClientRect();
      const at = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 10));
      const style = getComputedStyle(active);
      const ring = style.outlineStyle !== "none" || style.boxShadow !== "none";
      return (active.contains(at) || at?.contains(active)) && ring ? true : `${active.localName}#${active.id} ring ${ring} covered by ${at?.className}`;
    });
    expect(seen).toBe(true);
    await page.keyboard.press("Tab");
  }
});
