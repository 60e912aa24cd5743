// Brings the WebAssembly to life: downloads and compiles while the Zendesk SDK loads, and starts when both are settled.
/* global BOOT_LOCALES, BOOT_WORDS */
import { chooseLocale, directionOf } from "./locale.js";

/** How long the SDK may take before the console starts without it and explains, in milliseconds. */
const SDK_PATIENCE = 15_000;

const tag = document.querySelector("script[data-wasm]");
const address = (name) => new URL(tag.dataset[name], document.baseURI);
/** Where the words of this page lie. */
const words = document.documentElement.dataset.words ?? "translations/";
const locale = chooseLocale([document.documentElement.lang], BOOT_LOCALES);

/** The translation, or nothing for English. The program asks for the same file a moment later and finds it in the cache. */
async function translation() {
  if (locale === "en") return undefined;
  try {
    const response = await fetch(new URL(`${words}${locale}.json`, document.baseURI));
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** Reads words by their place in the translation, `boot.loading`; in English where there are none. */
const translated = translation().then((catalog) => ({
  locale: catalog ? locale : "en",
  say: (place) => place.split(".").reduce((section, key) => section?.[key], catalog) ?? BOOT_WORDS[place],
}));

/** Compiles while downloading where the host names the right type, and after it where the host does not. */
async function compile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: HTTP ${response.status}`);
  const type = response.headers.get("content-type") ?? "";
  return type.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** Says in the panel that the console could not start, with a way to try again. Only text nodes: no markup is parsed. */
async function explain() {
  const { locale, say } = await translated;
  const element = (name, className, text = "") => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const reload = element("button", "button", say("action.try_again"));
  reload.type = "button";
  reload.addEventListener("click", () => location.reload());
  const actions = element("div", "alert__actions");
  actions.append(reload);
  const alert = element("div", "alert alert--error");
  alert.setAttribute("role", "alert");
  alert.append(element("p", "alert__title", say("boot.failed_title")), element("p", "", say("boot.failed_body")), actions);
  const body = element("div", "panel__body");
  body.append(alert);
  const panel = element("main", "panel");
  panel.append(element("h1", "visually-hidden", say("console.heading")), body);
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
  document.getElementById("app").replaceChildren(panel);
}

if (locale !== "en") {
  translated.then(({ say }) => {
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  });
}

try {
  const patience = new Promise((resolve) => setTimeout(resolve, SDK_PATIENCE));
  const [glue, program] = await Promise.all([
    import(address("js")),
    compile(address("wasm")),
    Promise.race([window.zendeskSdk, patience]),
  ]);
  await glue.default({ module_or_path: program });
} catch (error) {
  console.error("The console could not start.", error);
  await explain();
}
