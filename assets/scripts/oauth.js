// The page PagerDuty returns to: passes the answer to the console that opened it, once, and closes.
/* global OAUTH_WORDS */
import { chooseLocale, directionOf } from "./locale.js";
import { openerOrigin } from "./opener.js";

const answer = new URLSearchParams(location.search);
// The code must not stay in the address bar, in the history or in a screenshot.
history.replaceState(null, "", location.pathname);

const locale = chooseLocale(navigator.languages, Object.keys(OAUTH_WORDS));
const words = OAUTH_WORDS[locale];
document.documentElement.lang = locale;
document.documentElement.dir = directionOf(locale);

/** Shows one outcome, named by the stem of its words in the `oauth` section of the translations. */
function show(outcome) {
  document.title = words.title;
  document.getElementById("heading").textContent = words[`${outcome}_title`];
  document.getElementById("explanation").textContent = words[`${outcome}_body`];
}

/** What the agent reads if the window cannot close by itself, or if there is nobody to tell. */
function outcomeOf({ code, error }, told) {
  if (error === "access_denied") return "denied";
  if (error !== null || code === null) return "failed";
  return told ? "done" : "no_opener";
}

const message = {
  kind: "pagerduty-oauth",
  code: answer.get("code"),
  state: answer.get("state"),
  error: answer.get("error"),
  description: answer.get("error_description"),
};
const target = openerOrigin(message.state, location.hostname);
const opener = window.opener;

if (target === null) {
  show(message.error === "access_denied" ? "denied" : "address");
} else if (opener === null) {
  show(outcomeOf(message, false));
} else {
  opener.postMessage(message, target);
  show(outcomeOf(message, true));
  window.close();
}
