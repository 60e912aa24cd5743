// Trunk's last step: adds to the build what Trunk does not make itself. Trunk calls it with its TRUNK_* variables.
//   scripts      assets/scripts/{early,boot,oauth}.js, bundled; boot.js with its English words, oauth.js with those of every language
//   console.css  assets/styles/main.css with everything it imports
//   pages        index.html filled with English words, oauth.html beside it
//   catalogs     translations/<locale>.json without what only Zendesk, oauth.html and the settings say
//   pictures     icons.svg, and the logos Zendesk asks for
// The settings are a second program with a page of its own, for which it adds:
//   settings.css, its page filled with English words, translations/settings/<locale>.json with everything that they may say
// A release also minifies, the wasm-bindgen glue included.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { iconSprite } from "./icons.mjs";
import { fillWords, readCatalogs, wordsOf } from "./words.mjs";

const PICTURES = ["logo.svg", "logo.png", "logo-small.png", "icon_nav_bar.svg"];

const { TRUNK_STAGING_DIR: staging, TRUNK_SOURCE_DIR: root, TRUNK_PROFILE: profile, TRUNK_HTML_FILE: html = "" } = process.env;
if (!staging || !root) throw new Error("tools/finish.mjs is run by Trunk, which sets TRUNK_STAGING_DIR and TRUNK_SOURCE_DIR");
const release = profile === "release";
const catalogs = await readCatalogs(join(root, "translations"));
const forSettings = basename(html) === "settings.html";
const boot = wordsOf(catalogs, "boot");
const oauth = wordsOf(catalogs, "oauth");

const script = (name, format, define = {}) =>
  build({
    entryPoints: [join(root, "assets/scripts", `${name}.js`)],
    outfile: join(staging, `${name}.js`),
    bundle: true,
    minify: release,
    format,
    target: "es2022",
    // The pages are UTF-8, and escaped the Arabic words of oauth.js would be three times as long.
    charset: "utf8",
    define,
    logLevel: "warning",
  });

async function scripts() {
  await script("early", "iife");
  await script("boot", "esm", { BOOT_LOCALES: JSON.stringify(Object.keys(boot)), BOOT_WORDS: JSON.stringify(boot.en) });
  await script("oauth", "iife", { OAUTH_WORDS: JSON.stringify(oauth) });
  await glueOf("incident-command-console");
}

/** Minifies the wasm-bindgen glue of a program. */
async function glueOf(program) {
  if (!release) return;
  const glue = (await readdir(staging)).filter((name) => name.startsWith(program) && name.endsWith(".js"));
  if (glue.length === 0) throw new Error("Trunk left no wasm-bindgen glue to minify");
  for (const name of glue) {
    const file = join(staging, name);
    await build({ entryPoints: [file], outfile: file, allowOverwrite: true, minify: true, format: "esm", target: "es2022", logLevel: "warning" });
  }
}

const styles = (from, to) =>
  build({
    entryPoints: [join(root, "assets/styles", from)],
    outfile: join(staging, to),
    bundle: true,
    minify: release,
    target: ["chrome111", "firefox115", "safari16.4"],
    logLevel: "warning",
  });

async function pages() {
  const index = join(staging, "index.html");
  await writeFile(index, fillWords(await readFile(index, "utf8"), boot.en));
  const page = await readFile(join(root, "assets/oauth.html"), "utf8");
  await writeFile(join(staging, "oauth.html"), fillWords(page, oauth.en));
}

async function runtimeCatalogs(folder, sectionsOf) {
  await mkdir(join(staging, folder), { recursive: true });
  for (const [locale, catalog] of catalogs) {
    await writeFile(join(staging, folder, `${locale}.json`), JSON.stringify(sectionsOf(catalog)));
  }
}

async function pictures() {
  await writeFile(join(staging, "icons.svg"), await iconSprite(root));
  for (const name of PICTURES) await copyFile(join(root, "assets", name), join(staging, name));
}

const consoleWords = ({ app, oauth, settings, ...words }) => words;
const settingsWords = ({ app, oauth, ...words }) => words;

async function settingsPage() {
  // Trunk writes the page under the name of its source or as index.html, depending on its version.
  for (const name of (await readdir(staging)).filter((name) => name.endsWith(".html"))) {
    const page = join(staging, name);
    await writeFile(page, fillWords(await readFile(page, "utf8"), wordsOf(catalogs, "settings").en));
  }
}

await Promise.all(
  forSettings
    ? [glueOf("settings"), styles("settings/main.css", "settings.css"), settingsPage(), runtimeCatalogs("translations/settings", settingsWords)]
    : [scripts(), styles("main.css", "console.css"), pages(), runtimeCatalogs("translations", consoleWords), pictures()],
);
