// Language rules that every page shares. The console itself has its own, richer copy of them in Rust (`src/i18n`).

/** Languages of Zendesk's agent interface, and of browsers, that are written from right to left. */
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/**
 * The writing direction of a locale such as "ar" or "pt-BR".
 * @param {string} locale
 * @returns {"ltr" | "rtl"}
 */
export function directionOf(locale) {
  return RIGHT_TO_LEFT.has(locale.toLowerCase().split("-")[0]) ? "rtl" : "ltr";
}

/**
 * The first wanted locale that has words: exactly, then by its language alone, then from another region, then English.
 * @param {readonly string[]} wanted locales in the order of preference
 * @param {readonly string[]} available lower-case names of the translation files
 * @returns {string}
 */
export function chooseLocale(wanted, available) {
  for (const locale of wanted) {
    const name = locale.toLowerCase();
    const language = name.split("-")[0];
    if (available.includes(name)) return name;
    if (available.includes(language)) return language;
    const neighbor = available.find((other) => other.startsWith(`${language}-`));
    if (neighbor !== undefined) return neighbor;
  }
  return "en";
}
