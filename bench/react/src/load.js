// What the panel reads: the ticket and the agent from Zendesk, the incident, its timeline and its notes from PagerDuty.

/** Where the console keeps the agent's tokens; both apps are measured with the same entry. */
const TOKENS = "console.tokens";
/** PagerDuty's largest page. */
const PAGE = 100;

const scheme = new URLSearchParams(location.search).get("colorScheme");
export const colorScheme = scheme === "dark" ? "dark" : "light";

/** The access token kept by a sign-in, whether the entry is the token itself or an object around it. */
function accessToken() {
  const kept = localStorage.getItem(TOKENS) ?? "";
  try {
    const parsed = JSON.parse(kept);
    return parsed.access_token ?? parsed.access ?? "";
  } catch {
    return kept;
  }
}

/** Resolves with the SDK's client and what Zendesk tells it when the frame is registered. */
function registered() {
  return new Promise((resolve, reject) => {
    const client = window.ZAFClient?.init();
    if (!client) reject(new Error("This page works inside Zendesk."));
    else client.on("app.registered", ({ metadata, context }) => resolve({ client, metadata, context }));
  });
}

/** A function that reads from PagerDuty's REST API. */
function pagerDuty(settings) {
  const base = settings.endpoints ? JSON.parse(settings.endpoints).rest_us : "https://api.pagerduty.com";
  return async (path, parameters) => {
    const response = await fetch(`${base}${path}?${new URLSearchParams(parameters)}`, {
      headers: { Accept: "application/vnd.pagerduty+json;version=2", Authorization: `Bearer ${accessToken()}` },
    });
    if (!response.ok) throw new Error(`PagerDuty answered ${response.status}.`);
    return response.json();
  };
}

/** Reads everything that the panel shows at first, side by side. */
export async function loadPanel() {
  const { client, metadata, context } = await registered();
  const read = pagerDuty(metadata.settings);
  const ticket = Number(context.ticketId);
  const key = `Zendesk_${context.account.subdomain}_${ticket}`;
  const [{ currentUser }, answer, { incidents }] = await Promise.all([
    client.get("currentUser"),
    client.request(`/api/v2/tickets/${ticket}.json`),
    read("/incidents", { incident_key: key, date_range: "all", limit: PAGE }),
  ]);
  const incident = incidents[0] ?? (await linkedIncident(read, answer.ticket));
  return { agent: currentUser, ticket, incident, read };
}

/** The first incident that is linked to the ticket by its id in a field, when none has the ticket's key. */
async function linkedIncident(read, ticket) {
  const ids = ticket.custom_fields.map(({ value }) => String(value ?? "").split(/[\s,]+/)[0]);
  const id = ids.find((text) => /^Q[0-9A-Z]{13}$/.test(text));
  return id && (await read(`/incidents/${id}`, {})).incident;
}

/** One page of the timeline, newest first. */
export async function loadTimeline(read, incident, offset) {
  const page = await read(`/incidents/${incident}/log_entries`, { limit: PAGE, offset });
  return { entries: page.log_entries, more: page.more };
}

/** The notes of an incident. */
export async function loadNotes(read, incident) {
  return (await read(`/incidents/${incident}/notes`, {})).notes;
}
