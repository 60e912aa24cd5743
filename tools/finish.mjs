// Trunk's last step: adds to the build what Trunk does not make itself. Trunk calls it with its TRUNK_* variables.
//   scripts      assets/scripts/{early,boot,oauth}.js, bundled; boot.js with its English words, oauth.js with those of every language
//   console.css  assets/styles/main.css with everything it imports
//   pages        index.html filled with English words, oauth.html beside it
//   catalogs     translations/<locale>.json without the `app` section, which only Zendesk reads
//   pictures     icons.svg, and the logos Zendesk asks for
// A release also minifies, the wasm-bindgen glue included.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { iconSprite } from "./icons.mjs";
import { fillWords, readCatalogs, wordsOf } from "./words.mjs";

const PICTURES = ["logo.svg", "logo.png", "logo-small.png", "icon_nav_bar.svg"];

const { TRUNK_STAGING_DIR: staging, TRUNK_SOURCE_DIR: root, TRUNK_PROFILE: profile } = process.env;
if (!staging || !root) throw new Error("tools/finish.mjs is run by Trunk, which sets TRUNK_STAGING_DIR and TRUNK_SOURCE_DIR");
const release = profile === "release";
const catalogs = await readCatalogs(join(root, "translations"));
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
  if (!release) return;
  const glue = (await readdir(staging)).filter((name) => /^incident-command-console.*\.js$/.test(name));
  if (glue.length === 0) throw new Error("Trunk left no wasm-bindgen glue to minify");
  for (const name of glue) {
    const file = join(staging, name);
    await build({ entryPoints: [file], outfile: file, allowOverwrite: true, minify: true, format: "esm", target: "es2022", logLevel: "warning" });
  }
}

const styles = () =>
  build({
    entryPoints: [join(root, "assets/styles/main.css")],
    outfile: join(staging, "console.css"),
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

async function runtimeCatalogs() {
  await mkdir(join(staging, "translations"), { recursive: true });
  for (const [locale, { app, ...words }] of catalogs) {
    await writeFile(join(staging, "translations", `${locale}.json`), JSON.stringify(words));
  }
}

async function pictures() {
  await writeFile(join(staging, "icons.svg"), await iconSprite(root));
  for (const name of PICTURES) await copyFile(join(root, "assets", name), join(staging, name));
}

await Promise.all([scripts(), styles(), pages(), runtimeCatalogs(), pictures()]);
