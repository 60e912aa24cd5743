// Decides to whom the OAuth page may hand PagerDuty's answer.

/** Zendesk serves each installed app from a host of its own, named by the number of the app. */
const ZENDESK_APP = /^https:\/\/p?\d+\.apps\.zdusercontent\.com$/;
const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;

/**
 * Reads the origin that asked for the sign-in out of `state`, which has the form `<random>.<base64url(origin)>`,
 * and accepts it only if it belongs to a Zendesk app, or to this machine when the page itself is served from there.
 * @param {string | null} state as PagerDuty gave it back
 * @param {string} pageHost the host name that serves this page
 * @returns {string | null} the exact target origin, or null when nobody may have the answer
 */
export function openerOrigin(state, pageHost) {
  const encoded = /^[^.]+\.([A-Za-z0-9_-]+)$/.exec(state ?? "")?.[1];
  if (encoded === undefined) return null;
  let origin;
  try {
    origin = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return null;
  }
  if (ZENDESK_APP.test(origin)) return origin;
  const pageIsLocal = pageHost === "localhost" || pageHost === "127.0.0.1";
  return pageIsLocal && LOCAL.test(origin) ? origin : null;
}
