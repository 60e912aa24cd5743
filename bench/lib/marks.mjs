// What runs inside the framed app before its own scripts: it notes when the skeleton and the incident were painted.

/* global document, location, localStorage, performance, requestAnimationFrame, MutationObserver, PerformanceObserver, WebAssembly */

/**
 * Installed in every frame, works only in the app's: fills its storage and waits for a skeleton and for one of the
 * incidents with these `titles`. Marks are milliseconds since the frame's navigation began.
 * A mark is set in the second animation frame after its element appeared, when the first has been painted.
 */
export function installMarks({ origin, storage, skeleton, headings, titles }) {
  if (location.origin !== origin) return;
  for (const [name, value] of Object.entries(storage)) {
    if (localStorage.getItem(name) === null) localStorage.setItem(name, value);
  }
  const marks = {};
  window.bench = { marks };

  const visible = (element) => element.getClientRects().length > 0;
  const wanted = {
    skeleton: () => [...document.querySelectorAll(skeleton)].some(visible),
    incident: () =>
      [...document.querySelectorAll(headings)].some(
        (element) => titles.some((title) => element.textContent.includes(title)) && visible(element),
      ),
  };
  const pending = new Set(Object.keys(wanted));
  const observer = new MutationObserver(() => {
    for (const name of pending) {
      if (!wanted[name]()) continue;
      pending.delete(name);
      requestAnimationFrame(() => requestAnimationFrame(() => (marks[name] = performance.now())));
    }
    if (!pending.has("incident")) observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name === "first-contentful-paint") marks.firstPaint = entry.startTime;
    }
  }).observe({ type: "paint", buffered: true });

  // The instance's memory is not reachable from outside, so it is noted where every instance passes.
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    window.bench.memory = (made.instance ?? made).exports.memory;
    return made;
  };
}

/** Runs in the frame: the marks, and the requests to PagerDuty that began before the incident was painted. */
export function readMarks(restOrigin) {
  const { marks } = window.bench;
  const before = performance
    .getEntriesByType("resource")
    .filter((entry) => entry.name.startsWith(restOrigin) && entry.startTime < marks.incident)
    .sort((one, other) => one.startTime - other.startTime);
  // A request that begins after an earlier one has ended may have waited for it: that makes another round.
  let rounds = 0;
  let roundEnds = -1;
  for (const entry of before) {
    if (entry.startTime >= roundEnds) rounds += 1;
    roundEnds = entry.startTime >= roundEnds ? entry.responseEnd : Math.min(roundEnds, entry.responseEnd);
  }
  const paths = before.map((entry) => new URL(entry.name).pathname);
  return { ...marks, requests: before.length, rounds, paths };
}

/**
 * Runs in the frame: opens the timeline, loads all of it, and says how long that took and how much of it was waiting.
 * An app may leave entries out; it is done when nothing more is offered and nothing has been added for a while.
 */
export async function renderTimeline({ entries, button, more, expected, patience }) {
  const QUIET = 2_000;
  const find = (name) =>
    [...document.querySelectorAll("button")].find(
      (each) => new RegExp(name).test(each.textContent.trim()) && !each.disabled && each.ariaDisabled !== "true",
    );
  const frame = () => new Promise(requestAnimationFrame);
  const count = () => document.querySelectorAll(entries).length;
  const opener = find(button);
  if (!opener) throw new Error(`there is no button ${button}`);
  const begin = performance.now();
  let [shown, painted] = [0, begin];
  opener.click();
  while (shown < expected && (find(more) || performance.now() - painted < QUIET)) {
    if (performance.now() - begin > patience) throw new Error(`${shown} of ${expected} entries after ${patience} ms`);
    await frame();
    if (count() === shown) continue;
    shown = count();
    find(more)?.click();
    // The frame in which the new lines were laid out has been painted when the next but one begins.
    await frame();
    await frame();
    painted = performance.now();
  }
  const total = painted - begin;
  const waiting = performance
    .getEntriesByType("resource")
    .filter((entry) => entry.name.includes("/log_entries") && entry.startTime >= begin && entry.startTime < painted)
    .reduce((sum, entry) => sum + entry.duration, 0);
  return { total, rendering: total - waiting, entries: shown };
}
