// What the page asks of its own server: the account for its screens, kept apart from the APIs that the app uses.

async function json(response) {
  if (!response.ok) throw Object.assign(new Error(`${response.status}`), { response, body: await response.text() });
  return response.json();
}

/** The account, the app as installed, and the addresses of everything. */
export const bootstrap = () => fetch('/workspace/account').then(json);

/** A ticket with its comments and the people in it. */
export const loadTicket = (id) => fetch(`/workspace/tickets/${id}`).then(json);

/** Saves what the agent changed in the ticket form. */
export const saveTicket = (id, agent, change) =>
  fetch(`/workspace/tickets/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-sandbox-agent': String(agent) },
    body: JSON.stringify({ ticket: change }),
  }).then(json);

/** Makes a ticket as the agent; resolves to its number as `{id}`. */
export const createTicket = (agent, ticket) =>
  fetch('/workspace/tickets', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox-agent': String(agent) },
    body: JSON.stringify({ ticket }),
  }).then(json);

/** One of the sandbox's controls. */
export const control = (thing, body = {}) =>
  fetch(`/control/${thing}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then(json);

/** What the server tells open pages: changed tickets, app notifications, changed controls. */
export function listen(heard) {
  const source = new EventSource('/workspace/events');
  source.onmessage = (event) => heard(JSON.parse(event.data));
  return source;
}
