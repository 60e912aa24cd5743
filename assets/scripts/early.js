// Runs before the first paint, so it is small, classic and cannot fail.
import { directionOf } from "./locale.js";

const root = document.documentElement;

// Zendesk names the agent's scheme in the address of the frame; the operating system's preference does not count.
if (new URLSearchParams(location.search).get("colorScheme") === "dark") root.dataset.colorScheme = "dark";

// The frame's address does not name the language, so the one of the last visit stands in until Zendesk tells.
try {
  const locale = localStorage.getItem("console.locale");
  if (locale !== null && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(locale)) {
    root.lang = locale;
    root.dir = directionOf(locale);
  }
} catch {
  // A partitioned frame may refuse storage; the page then starts in English.
}

// The SDK's tag comes after this script, so its load and error cannot be missed. boot.js waits for this promise.
window.zendeskSdk = new Promise((resolve) => {
  const settle = (event) => {
    if (event.target?.id !== "zendesk-sdk") return;
    document.removeEventListener("load", settle, true);
    document.removeEventListener("error", settle, true);
    resolve(event.type === "load");
  };
  document.addEventListener("load", settle, true);
  document.addEventListener("error", settle, true);
});
