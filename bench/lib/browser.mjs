// One browser profile with one app in the agent workspace.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { installMarks, readMarks } from "./marks.mjs";
import { AGENT, FRAME, HEADINGS, PATIENCE, SKELETON, SLOW_LINK } from "./settings.mjs";

/** A new, empty profile directory; `remove` deletes it. */
export async function newProfile() {
  const path = await mkdtemp(join(tmpdir(), "console-bench-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Starts Chromium on a profile, ready to measure one app; the caller closes what it returns. */
export async function openProfile(profile, app) {
  const context = await chromium.launchPersistentContext(profile.path, {
    executablePath: process.env.CHROMIUM || undefined,
    args: ["--no-first-run", "--disable-background-networking", "--disable-quic", "--disable-component-update"],
    chromiumSandbox: process.getuid?.() !== 0,
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    timezoneId: "Europe/Berlin",
  });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript(installMarks, {
    origin: app.addresses.app_origin,
    storage: app.storage,
    skeleton: SKELETON,
    headings: HEADINGS,
    titles: app.titles,
  });
  return context;
}

/** Slows a page down: `cpu` times slower, and `slow` for the slow link. */
export async function throttle(page, { cpu = 1, slow = false }) {
  const session = await page.context().newCDPSession(page);
  if (cpu > 1) await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  if (slow) {
    const bytesPerSecond = SLOW_LINK.bitsPerSecond / 8;
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: SLOW_LINK.latency,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
  }
  return session;
}

/** The address of a ticket in the workspace, without the sandbox's controls. */
export function ticketAddress(app, ticket) {
  return `${app.addresses.workspace}/agent/tickets/${ticket}?agent=${AGENT.id}&controls=0&width=320&locale=en-us`;
}

/** Opens a ticket and waits for its app's incident; returns the app's frame. */
export async function openTicket(page, app, ticket) {
  await page.goto(ticketAddress(app, ticket), { waitUntil: "commit" });
  return appFrame(page);
}

/** The framed app that is in sight. */
export async function appFrame(page) {
  const element = await page.locator(FRAME).filter({ visible: true }).first().elementHandle();
  return element.contentFrame();
}

/** Waits until the incident is painted, and returns the marks of the frame. */
export async function incidentPainted(frame, app) {
  await frame.waitForFunction(() => window.bench?.marks.incident !== undefined, undefined, { timeout: PATIENCE });
  return frame.evaluate(readMarks, app.addresses.rest_us);
}
