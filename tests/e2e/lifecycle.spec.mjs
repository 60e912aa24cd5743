// From opening a ticket to leaving it: what runs meanwhile, what stops, and that nothing stays behind.
import { expect, test, TICKETS } from "./support/fixtures.mjs";

const CHECKOUT = "Checkout API: elevated 5xx errors on payment authorization";

test("opening a ticket costs three PagerDuty requests at most until the incident is shown", async ({ desk, sandbox, page }) => {
  await desk.openSignedIn();
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  await sandbox.forgetRequests();
  await page.reload();
  await expect(desk.heading(CHECKOUT)).toBeVisible();
  expect(await sandbox.pagerdutyRequests()).toBeLessThanOrEqual(3);
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  const asked = (await sandbox.exchanges()).filter(({ request: { method, url } }) => method === "GET" && url.includes("incident_key="));
  expect(asked.length, "the same question is not asked twice").toBe(1);
});

test("while it is seen the panel asks about every 15 seconds, hidden it asks nothing, and back it asks at once", async ({ desk, sandbox, page }) => {
  await page.clock.install();
  await desk.openSignedIn();
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  await sandbox.forgetRequests();
  await desk.pass(16);
  await expect.poll(() => sandbox.pagerdutyRequests()).toBeGreaterThan(0);

  await sandbox.control("page", { ticket: TICKETS.closed });
  await expect(desk.pane).toBeHidden();
  const other = page.getByRole("article", { name: `Ticket ${TICKETS.closed}` }).frameLocator("iframe");
  await expect(other.getByRole("heading", { name: "No linked incident" })).toBeVisible();
  await page.getByRole("article", { name: `Ticket ${TICKETS.closed}` }).waitFor();
  const asked = async () => {
    const exchanges = await sandbox.exchanges();
    return exchanges.filter(({ request }) => request.url.includes(`Zendesk_northwind_${TICKETS.one}`) && request.method !== "OPTIONS").length;
  };
  const before = await asked();
  for (let minute = 0; minute < 5; minute += 1) await desk.pass(60);
  // The ticket in front has gone on asking, so time did pass.
  await expect.poll(async () => (await sandbox.exchanges()).filter(({ request }) => request.url.includes(`Zendesk_northwind_${TICKETS.closed}`)).length).toBeGreaterThan(1);
  expect(await asked()).toBe(before);
  await sandbox.control("page", { ticket: TICKETS.one });
  await expect(desk.pane).toBeVisible();
  await expect.poll(asked).toBeGreaterThan(before);
});

test("after app.willDestroy there are no timers, no listeners and no requests", async ({ desk, sandbox, page }) => {
  await page.addInitScript(() => {
    const alive = new Set();
    const { setTimeout: start, clearTimeout: stop, setInterval: repeat, clearInterval: end } = window;
    window.alive = alive;
    window.setTimeout = (work, ...rest) => {
      const id = start(() => {
        alive.delete(id);
        if (typeof work === "function") work();
      }, ...rest);
      alive.add(id);
      return id;
    };
    window.clearTimeout = (id) => {
      alive.delete(id);
      stop(id);
    };
    window.setInterval = (...given) => {
      const id = repeat(...given);
      alive.add(id);
      return id;
    };
    window.clearInterval = (id) => {
      alive.delete(id);
      end(id);
    };
    const listeners = (window.listeners = new Map());
    for (const target of [window, document]) {
      const name = target === window ? "window" : "document";
      const { addEventListener: add, removeEventListener: remove } = target;
      target.addEventListener = function (type, listener, ...rest) {
        listeners.set(listener, `${name} ${type}`);
        return add.call(this, type, listener, ...rest);
      };
      target.removeEventListener = function (type, listener, ...rest) {
        listeners.delete(listener);
        return remove.call(this, type, listener, ...rest);
      };
    }
  });
  await desk.openSignedIn();
  await desk.section("Timeline");
  await desk.button("Resolve").click();
  await desk.app.getByRole("button", { name: "Cancel" }).click();
  await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
  const frame = await desk.frame();
  expect(await frame.evaluate(() => window.alive.size)).toBeGreaterThan(0);
  const own = () => frame.evaluate(() => [...window.listeners.values()].filter((name) => /visibilitychange|online|offline/.test(name)));
  expect((await own()).length).toBeGreaterThanOrEqual(3);
  await page.evaluate((selector) => {
    const inside = document.querySelector(selector);
    const instanceGuid = new URL(inside.src).searchParams.get("app_guid");
    inside.contentWindow.postMessage(JSON.stringify({ key: "zaf.app.willDestroy", message: {}, instanceGuid }), new URL(inside.src).origin);
  }, 'iframe[title="Incident Command Console"]');
  // Timers that run out once, such as that of the start, may do so; none is set again.
  await expect.poll(() => frame.evaluate(() => window.alive.size), { timeout: 20_000 }).toBe(0);
  expect(await own()).toEqual([]);
  await sandbox.forgetRequests();
  await frame.evaluate(() => {
    window.dispatchEvent(new Event("online"));
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect.poll(() => frame.evaluate(() => window.alive.size)).toBe(0);
  expect(await sandbox.exchanges()).toEqual([]);
});

test("a resolution on hold is sent when the agent leaves the ticket, and outlives the frame that sent it", async ({ desk, sandbox, page }) => {
  await desk.openSignedIn();
  await desk.button("Resolve").click();
  await desk.submit("Resolve incident").click();
  await expect(desk.button("Undo")).toBeVisible();
  // PagerDuty takes the change only after the frame is long gone; a request that went with the frame would change nothing.
  await sandbox.fault({ target: "pagerduty", method: "PUT", path: "/incidents", kind: { latency: { ms: 3_000 } } });
  await sandbox.control("page", { close: TICKETS.one });
  await expect(page.locator("iframe")).toHaveCount(0);
  expect((await sandbox.incident(1042)).status).toBe("acknowledged");
  await expect.poll(async () => (await sandbox.incident(1042)).status, { timeout: 15_000 }).toBe("resolved");
});

test("200 tickets opened and left keep memory and frames steady", async ({ desk, sandbox, page }) => {
  test.setTimeout(600_000);
  const tour = [TICKETS.one, TICKETS.none, TICKETS.several, TICKETS.byEvent];
  await desk.openSignedIn(tour[0]);
  const session = await page.context().newCDPSession(page);
  const memory = async () => {
    // The page itself and the one app that is open.
    await expect.poll(() => page.frames().length).toBe(2);
    await session.send("HeapProfiler.collectGarbage");
    const { nodes, documents, jsEventListeners } = await session.send("Memory.getDOMCounters");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return { heap: usedSize, nodes, documents, listeners: jsEventListeners };
  };
  let early;
  for (let opened = 1; opened <= 200; opened += 1) {
    const [left, next] = [tour[(opened - 1) % tour.length], tour[opened % tour.length]];
    await sandbox.control("page", { ticket: next });
    desk.ticket = next;
    await expect(desk.app.getByText(/^Live · updated/)).toBeVisible();
    await sandbox.control("page", { close: left });
    await expect(page.getByRole("article", { name: `Ticket ${left}` })).toHaveCount(0);
    if (opened === 20) early = await memory();
  }
  const late = await memory();
  expect(late.documents).toBeLessThanOrEqual(early.documents + 2);
  expect(late.nodes).toBeLessThan(early.nodes * 1.5);
  expect(late.listeners).toBeLessThan(early.listeners * 1.5);
  expect(late.heap).toBeLessThan(early.heap + 4_000_000);
});
