// The settings as a whole: who reaches them, the pages by keyboard, and what is edited until it is saved.
import { AGENTS, expect, NOOR, PAGES, test, TICKETS } from "./support/settings.mjs";

const TIER_1 = "Tier 1 Support";

test("every page is reached with the keyboard alone, and its heading has the focus", async ({ settings, page }) => {
  await settings.open();
  for (const name of PAGES.slice(1)) {
    const entry = settings.entry(name);
    await settings.tabTo(entry, { back: name !== PAGES[1] });
    const ring = await entry.evaluate((element) => getComputedStyle(element).boxShadow);
    expect(ring, `${name}: the focus is seen`).not.toBe("none");
    await page.keyboard.press("Enter");
    await expect(settings.heading(name, { level: 2 })).toBeFocused();
    await expect(entry).toHaveAttribute("aria-current", "page");
  }
  await expect(settings.app.locator("[aria-current=page]")).toHaveCount(1);
});

test("somebody who is no administrator reads whom to ask, and nothing is asked for them", async ({ settings, sandbox }) => {
  await sandbox.forgetRequests();
  await settings.visit({ agent: AGENTS.jonas });
  await expect(settings.heading("Only administrators can change these settings")).toBeVisible();
  await expect(settings.app.getByText(/ask one of your Zendesk administrators/)).toBeVisible();
  await expect(settings.app.getByRole("button")).toHaveCount(0);
  expect((await sandbox.exchanges()).map(({ request }) => `${request.method} ${request.url}`)).toEqual([]);
});

test("what is edited stays while pages are turned, and discarding it can be undone", async ({ settings, page }) => {
  await settings.open();
  await settings.goTo("Synced attributes");
  const open = settings.app.getByRole("switch", { name: "New tickets become Open" });
  await open.focus();
  await page.keyboard.press("Space");
  await expect(open).not.toBeChecked();
  await settings.goTo("Permissions");
  await settings.ability("Resolve", "Everyone else").uncheck();
  await expect(settings.app.getByText("2 unsaved changes")).toBeVisible();
  for (const name of ["Synced attributes", "Permissions"]) await expect(settings.entry(name)).toContainText("has unsaved changes");
  await expect(settings.entry("E-mail")).not.toContainText("has unsaved changes");
  await settings.goTo("Synced attributes");
  await expect(open).not.toBeChecked();

  await settings.tabTo(settings.button("Cancel"));
  await page.keyboard.press("Enter");
  await expect(settings.app.getByText("No unsaved changes")).toBeVisible();
  await expect(open).toBeChecked();
  await settings.button("Undo").click();
  await expect(settings.app.getByText("2 unsaved changes")).toBeVisible();
  await expect(open).not.toBeChecked();
});

test("what is saved is reviewed by name, and Zendesk holds it", async ({ settings, page }) => {
  await settings.open();
  await settings.goTo("Permissions");
  await settings.addGroup(TIER_1);
  await settings.ability("Resolve", TIER_1).uncheck();
  await settings.tabTo(settings.button("Save changes"));
  await page.keyboard.press("Enter");
  await expect(settings.heading("Review and save")).toBeFocused();
  await expect(settings.app.getByRole("main").getByRole("listitem")).toHaveText(/^Tier 1 Support: added, may .*acknowledge incidents/);
  await settings.tabTo(settings.button("Save changes"));
  await page.keyboard.press("Enter");
  await settings.saved();
  const { permissions } = await settings.configuration();
  expect(Object.values(permissions.groups)).toEqual([expect.not.arrayContaining(["resolve"])]);
  await page.reload();
  await settings.goTo("Permissions");
  await expect(settings.ability("Resolve", TIER_1)).not.toBeChecked();
  await expect(settings.ability("Acknowledge", TIER_1)).toBeChecked();
});

test("two administrators who save at once lose nothing", async ({ settings, another }) => {
  await settings.open();
  await another.open({ agent: NOOR });
  await settings.goTo("Synced attributes");
  await settings.app.getByRole("switch", { name: "New tickets become Open" }).click();
  await settings.goTo("Permissions");
  await settings.ability("Resolve", "Everyone else").uncheck();
  await another.goTo("Permissions");
  await another.ability("Note", "Everyone else").or(another.ability("Add note", "Everyone else")).uncheck();
  await another.save();

  await expect(settings.app.getByText("Another administrator has saved in the meantime")).toBeVisible();
  await settings.button("Compare").click();
  await expect(settings.heading("Another administrator has saved in the meantime")).toBeFocused();
  const side = (name) => settings.app.locator("section").filter({ has: settings.heading(name) });
  await expect(side("What the other administrator changed").getByText("Everyone else: may no longer add notes")).toBeVisible();
  await expect(side("What you changed").getByText("Everyone else: may no longer resolve incidents")).toBeVisible();
  const both = settings.button("Keep both");
  await expect(both).toBeDisabled();
  await settings.app.getByRole("radio", { name: "Use theirs" }).check();
  await both.click();
  await expect(settings.heading("Review and save")).toBeVisible();
  await settings.button("Save changes").click();
  await settings.saved();
  const { permissions, mirror } = await settings.configuration();
  expect(permissions.default).toContain("resolve");
  expect(permissions.default).not.toContain("note");
  expect(mirror.open_new_tickets).toBe(false);
});

test("settings are exported to a file or copied, and a file is looked at before it counts", async ({ settings, page }) => {
  // The workspace's frames may save no files.
  settings.expectErrors(/^Download is disallowed/);
  await settings.open();
  await settings.goTo("Synced attributes");
  await settings.app.getByRole("switch", { name: "Notes as private comments" }).click();
  await settings.button("Export").click();
  await settings.tabTo(settings.button("Copy the settings"), { back: true });
  await page.keyboard.press("Enter");
  await expect(settings.said).toHaveText("Copied.");
  const exported = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(exported.mirror.notes).toBe(false);

  const file = (text) => ({ name: "settings.json", mimeType: "application/json", buffer: Buffer.from(text) });
  const input = settings.app.locator("input[type=file]");
  await input.setInputFiles(file("{ no JSON"));
  await expect(settings.app.getByText("This file can’t be used")).toBeVisible();
  await settings.button("Cancel").click();
  await input.setInputFiles(file(JSON.stringify(exported)));
  await expect(settings.heading("Import settings")).toBeFocused();
  await expect(settings.app.getByText("Notes as private comments: off")).toBeVisible();
  await settings.button("Use these settings").click();
  await expect(settings.app.getByText("1 unsaved change", { exact: true })).toBeVisible();
  await expect(settings.app.getByRole("switch", { name: "Notes as private comments" })).not.toBeChecked();
  await settings.button("Reset to defaults").click();
  await expect(settings.heading("Reset all settings to defaults")).toBeFocused();
  await settings.app.getByRole("contentinfo").getByRole("button", { name: "Reset to defaults" }).click();
  await expect(settings.app.getByText("No unsaved changes")).toBeVisible();
});

test("what is taken away is off in an open console at once, and nothing typed there is lost", async ({ settings, agent }) => {
  await agent.openSignedIn(TICKETS.one);
  await expect(agent.button("Resolve")).toBeEnabled();
  await agent.section("Notes");
  const note = agent.app.getByRole("textbox", { name: "Add a note" });
  await note.fill("Half a sentence");
  await settings.open();
  await settings.goTo("Permissions");
  await settings.addGroup(TIER_1);
  await settings.ability("Resolve", TIER_1).uncheck();
  await settings.save();
  await expect(agent.button("Resolve")).toBeDisabled();
  await expect(agent.app.getByText(/^Your groups \(Tier 1 Support\) may not/).first()).toBeAttached();
  await expect(note).toHaveValue("Half a sentence");
});
