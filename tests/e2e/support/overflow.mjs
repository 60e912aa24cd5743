// What does not fit. These functions run inside the app's document: `frame.evaluate(overflow)`.

/** What sticks out of the frame at the side, or cannot be reached because it is cut off. */
export function overflow() {
  const width = document.documentElement.clientWidth;
  const clipped = (element) => element !== null && (getComputedStyle(element).clipPath === "inset(50%)" || clipped(element.parentElement));
  const hidden = (element) => element.closest("[hidden]") !== null || clipped(element) || getComputedStyle(element).position === "fixed";
  const out = [...document.querySelectorAll("#app *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !hidden(element) && (box.right > width + 1 || box.left < -1);
  });
  const scrolls = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide in ${width}`] : [];
  return [...scrolls, ...out.map((element) => `${element.localName}.${element.className}: ${element.textContent.slice(0, 60)}`)];
}

/** Words that are wider than the box they stand in, or cut off by it. What people wrote may be cut; our own words may not. */
export function squeezed() {
  const own = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
  return [...document.querySelectorAll("#app *")]
    .filter((element) => element.getClientRects().length > 0 && element.closest("bdi, textarea, input, select, .visually-hidden, [hidden]") === null)
    .filter((element) => own(element) && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
    .map((element) => `${element.localName}.${element.className}: ${element.textContent.slice(0, 60)}`);
}

/**
 * Gives Japanese letters the width that they have in print, one em. A machine without a Japanese font draws narrow boxes in
 * their place, and nothing would ever be too wide. Other letters grow by as much, so the panel is judged too strictly there.
 */
export function printWidth() {
  const root = document.documentElement;
  if (!root.lang.startsWith("ja") || "widened" in root.dataset) return;
  root.dataset.widened = "";
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.font = `100px ${getComputedStyle(document.body).fontFamily}`;
  const missing = 1 - canvas.measureText("語").width / 100;
  if (missing < 0.02) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { letter-spacing: ${missing}em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
