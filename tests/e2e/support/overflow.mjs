// What does not fit. These functions run inside the app's document: `frame.evaluate(overflow)`.

/** What sticks out of the frame at the side, or cannot be reached because it is cut off. */
export function overflow() {
  const width = document.documentElement.clientWidth;
  const hidden = (element) => element.closest(".visually-hidden, [hidden]") !== null || getComputedStyle(element).position === "fixed";
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
