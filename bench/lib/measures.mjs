// The measurements, each of one app.
import { control, state } from "../../tests/support/sandbox.mjs";
import { appFrame, incidentPainted, newProfile, openProfile, openTicket, throttle, ticketAddress } from "./browser.mjs";
import { renderTimeline } from "./marks.mjs";
import { FRAME, LINKS_FIELD, MORE_BUTTON, PATIENCE, TICKET, TIMELINE_BUTTON, TIMELINE_ENTRIES, TIMELINE_TICKET, TOUR } from "./settings.mjs";

/** Opens the ticket once in a page of its own and reads the marks. */
async function visit(context, app, slowness) {
  const page = await context.newPage();
  try {
    await throttle(page, slowness);
    return await incidentPainted(await openTicket(page, app, TICKET), app);
  } finally {
    await page.close();
  }
}

/** What the app keeps in its storage after an agent's first visit with these entries. */
export async function storageAfterVisit(app) {
  const profile = await newProfile();
  const context = await openProfile(profile, app);
  try {
    const page = await context.newPage();
    const frame = await openTicket(page, app, TICKET);
    await incidentPainted(frame, app);
    // Time for what the app does after its first picture.
    await page.waitForTimeout(1_000);
    return await frame.evaluate(() => ({ ...window.localStorage }));
  } finally {
    await context.close();
    await profile.remove();
  }
}

/** One first visit with a finished sign-in: a profile that has never seen the app. */
export async function coldVisit(app, slowness) {
  const profile = await newProfile();
  const context = await openProfile(profile, app);
  try {
    return await visit(context, app, slowness);
  } finally {
    await context.close();
    await profile.remove();
  }
}

/** A profile that has seen the app a few times; `visit` measures one more visit. */
export async function warmProfile(app) {
  const profile = await newProfile();
  const context = await openProfile(profile, app);
  for (let visits = 0; visits < 3; visits += 1) await visit(context, app, {});
  return {
    visit: (slowness) => visit(context, app, slowness),
    async close() {
      await context.close();
      await profile.remove();
    },
  };
}

/** What the first visit brings over the network from the app's origin, in bytes as they were sent, by file name. */
export async function transfer(app) {
  const profile = await newProfile();
  const context = await openProfile(profile, app);
  try {
    const page = await context.newPage();
    const session = await throttle(page, {});
    const names = new Map();
    const bytes = {};
    session.on("Network.responseReceived", ({ requestId, response }) => {
      if (response.url.startsWith(app.addresses.app)) {
        names.set(requestId, new URL(response.url).pathname.slice(new URL(app.addresses.app).pathname.length));
      }
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const name = names.get(requestId);
      if (name !== undefined) bytes[name] = (bytes[name] ?? 0) + encodedDataLength;
    });
    await session.send("Network.enable");
    await incidentPainted(await openTicket(page, app, TICKET), app);
    await page.waitForLoadState("load");
    return bytes;
  } finally {
    await context.close();
    await profile.remove();
  }
}

/** Links the incident with the longest timeline to a ticket; returns what to look for there. */
export async function prepareTimeline(app) {
  const { pagerduty, zendesk } = await state(app.addresses);
  const length = (incident) => incident.log_entries.length;
  const longest = pagerduty.incidents.reduce((one, other) => (length(other) > length(one) ? other : one));
  const field = zendesk.ticket_fields.find(({ title }) => title === LINKS_FIELD);
  const change = { custom_fields: [{ id: field.id, value: longest.id }] };
  await control(app.addresses, "ticket/update", { ticket: TIMELINE_TICKET, change });
  return { ...app, titles: [longest.title], expected: length(longest) };
}

/** How long the longest timeline takes from the click to its last painted line, in milliseconds. */
export async function timeline(app) {
  const profile = await newProfile();
  const context = await openProfile(profile, app);
  try {
    const page = await context.newPage();
    const frame = await openTicket(page, app, TIMELINE_TICKET);
    await incidentPainted(frame, app);
    return await frame.evaluate(renderTimeline, {
      entries: TIMELINE_ENTRIES,
      button: TIMELINE_BUTTON,
      more: MORE_BUTTON,
      expected: app.expected,
      patience: PATIENCE,
    });
  } finally {
    await context.close();
    await profile.remove();
  }
}

/** Memory of the page: what the last app holds, and what everything that was left behind holds, after a collection. */
async function memory(page, session) {
  await session.send("HeapProfiler.collectGarbage");
  const { nodes, documents, jsEventListeners } = await session.send("Memory.getDOMCounters");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const frame = await appFrame(page);
  const wasm = await frame.evaluate(() => window.bench.memory?.buffer.byteLength ?? null);
  return { wasm, scriptHeap: usedSize, documents, nodes, listeners: jsEventListeners };
}

/** After how many tickets memory is first noted; fewer when a quick look opens fewer. */
const EARLY = 10;

/** Opens and leaves tickets in one browser tab, and compares memory after the first few with memory after the last. */
export async function tour(app, tickets) {
  const profile = await newProfile();
  const { pagerduty } = await state(app.addresses);
  const titles = pagerduty.incidents.map(({ title }) => title);
  const context = await openProfile(profile, { ...app, titles });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await page.goto(ticketAddress(app, TOUR[0]), { waitUntil: "commit" });
    await incidentPainted(await appFrame(page), app);
    let early;
    for (let opened = 1; opened < tickets; opened += 1) {
      const [left, next] = [TOUR[(opened - 1) % TOUR.length], TOUR[opened % TOUR.length]];
      await control(app.addresses, "page", { ticket: next });
      await page.locator(`[aria-label="Ticket ${next}"] ${FRAME}`).waitFor({ state: "visible" });
      await incidentPainted(await appFrame(page), app);
      await control(app.addresses, "page", { close: left });
      await page.locator(`[aria-label="Ticket ${left}"]`).waitFor({ state: "detached" });
      if (opened === Math.min(EARLY, tickets - 1)) early = { tickets: opened, ...(await memory(page, session)) };
    }
    return { tickets, early, late: await memory(page, session) };
  } finally {
    await context.close();
    await profile.remove();
  }
}
