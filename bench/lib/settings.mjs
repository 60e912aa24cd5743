// What the measurements look for in the pages, and how often. Selectors fit both apps.
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const REACT = fileURLToPath(new URL("../react", import.meta.url));

/** The agent whose PagerDuty account is used, and their Zendesk id. */
export const AGENT = { id: 8410300104, email: "jonas.okafor@northwind.example" };
/** A ticket with one incident, found by its key. */
export const TICKET = 48213;
/** Tickets that are opened and left in turn for the memory figure. */
export const TOUR = [48213, 48215];
/** A ticket without an incident; the one with the longest timeline is linked to it. */
export const TIMELINE_TICKET = 48214;
/** The ticket field that holds the ids of linked incidents (`requirements.json`). */
export const LINKS_FIELD = "PagerDuty incidents";

/** The framed app. */
export const FRAME = "iframe[src*='app_guid']";
/** What is shown while nothing is known yet. */
export const SKELETON = "[aria-busy='true']";
/** Where a title of an incident can stand. */
export const HEADINGS = "[data-first-incident], h1, h2, h3, h4";
/** One line of a timeline. */
export const TIMELINE_ENTRIES = "[data-timeline-entry], .timeline__entry";
/** The names of the buttons that open the timeline and load more of it. */
export const TIMELINE_BUTTON = "^Timeline";
export const MORE_BUTTON = "^Load earlier entries";

/** Entries of the apps' storage that stand for a finished sign-in. */
export const signedIn = (token, { id, name, email }) => ({
  "console.tokens": JSON.stringify({
    version: 1,
    access_token: token,
    refresh_token: null,
    expires_at: null,
    region: "us",
    scope: "openid write",
  }),
  "console.user": JSON.stringify({ id, name, email, stakeholder: false }),
});

/** Bits per second, and milliseconds to and fro: a slow mobile link. */
export const SLOW_LINK = { bitsPerSecond: 1_600_000, latency: 150 };
/** How long one page may take before the run fails, in milliseconds. */
export const PATIENCE = 60_000;
