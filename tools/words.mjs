// Reads the translations and picks the sections that plain pages need before, or without, WebAssembly.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Words that are called by their place in the catalogs. */
const byPlace = (...places) => Object.fromEntries(places.map((place) => [place, place]));

/** The words of each plain page and where the catalogs keep them; a build stops when English lacks one. */
const PLACES = {
  boot: byPlace("app.name", "console.heading", "boot.loading", "boot.failed_title", "boot.failed_body", "action.try_again"),
  settings: byPlace("app.name", "settings.frame.heading", "settings.frame.loading"),
  oauth: {
    title: "oauth.title",
    working: "oauth.working",
    done_title: "oauth.done_title",
    done_body: "oauth.done_body",
    denied_title: "oauth.denied_title",
    denied_body: "oauth.denied_body",
    failed_title: "oauth.failed_title",
    failed_body: "oauth.failed_body",
    no_opener_title: "oauth.no_opener_title",
    no_opener_body: "oauth.no_opener_body",
    address_title: "oauth.address_title",
    address_body: "oauth.address_body",
  },
};

/**
 * All catalogs by locale, in the order of their names so that builds repeat byte for byte.
 * @param {string} directory holds one `<locale>.json` for each language
 * @returns {Promise<Map<string, object>>}
 */
export async function readCatalogs(directory) {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".json")).sort();
  const catalogs = new Map();
  for (const name of names) {
    catalogs.set(name.slice(0, -".json".length), JSON.parse(await readFile(join(directory, name), "utf8")));
  }
  if (!catalogs.has("en")) throw new Error(`${directory} has no en.json`);
  return catalogs;
}

/**
 * The words of one plain page in every language, English standing in for what a language lacks.
 * @param {Map<string, object>} catalogs
 * @param {keyof typeof PLACES} page
 * @returns {Record<string, Record<string, string>>} words by locale
 */
export function wordsOf(catalogs, page) {
  const find = (catalog, place) => {
    const found = place.split(".").reduce((section, key) => section?.[key], catalog);
    // Zendesk's catalogs allow a leaf to carry a note for the translator: `{ "title": note, "value": words }`.
    return typeof found === "object" && found !== null ? found.value : found;
  };
  const english = catalogs.get("en");
  const places = Object.entries(PLACES[page]);
  const missing = places.map(([, place]) => place).filter((place) => typeof find(english, place) !== "string");
  if (missing.length > 0) throw new Error(`translations/en.json lacks ${missing.join(", ")}`);
  const words = {};
  for (const [locale, catalog] of catalogs) {
    words[locale] = Object.fromEntries(places.map(([key, place]) => [key, find(catalog, place) ?? find(english, place)]));
  }
  return words;
}

/**
 * Fills the empty elements of a page that name a word, `<p data-word="loading"></p>`, with English.
 * @param {string} html
 * @param {Record<string, string>} words
 * @returns {string}
 */
export function fillWords(html, words) {
  const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return html.replace(/(data-word="?([a-z_.]+)"?[^>]*>)(?=<)/g, (whole, tag, key) => {
    if (!(key in words)) throw new Error(`the page asks for the word ${key}, which no section has`);
    return tag + escape(words[key]);
  });
}
