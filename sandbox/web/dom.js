// Small helpers: elements from data. Text always goes in as text, because tickets hold whatever customers typed.

/** Makes an element; `properties` are attributes, `on…` are listeners, children are elements or text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (key === 'value') made.value = value;
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A 24 by 24 line icon from its path. */
export function icon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** A round picture with initials, its hue taken from the id so that it stays the same. */
export function avatar(user) {
  const words = (user?.name ?? '?').replace(/[<>"'=/]/g, ' ').trim().split(/\s+/);
  const initials = words.length > 1 ? words[0][0] + words[words.length - 1][0] : (words[0] ?? '?').slice(0, 2);
  return element('span', { class: 'avatar', 'data-hue': (user?.id ?? 0) % 6, 'aria-hidden': 'true' }, initials.toUpperCase());
}

export const ICONS = {
  close: 'M7 7l10 10M17 7L7 17',
  chevron: 'M7 10l5 5 5-5',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c0-4 3-6 7-6s7 2 7 6',
  book: 'M12 6c-2-1.5-5-1.5-8-1v13c3-.5 6-.5 8 1 2-1.5 5-1.5 8-1V5c-3-.5-6-.5-8 1zm0 0v13',
  apps: 'M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z',
  plus: 'M12 6v12M6 12h12',
};
