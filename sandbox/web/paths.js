// The paths of client.get, client.set and client.invoke that a ticket sidebar app meets.

const unknown = () => new Error('No such Api');

/** Writable ticket properties: the path in the framework, and the key in the pane's draft. */
const WRITABLE = {
  'ticket.subject': 'subject',
  'ticket.priority': 'priority',
  'ticket.status': 'status',
  'ticket.type': 'type',
  'ticket.tags': 'tags',
  'ticket.externalId': 'external_id',
};

function person(user, { organizations }) {
  if (!user) return null;
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    locale: user.locale,
    externalId: user.external_id,
    avatarUrl: '',
    details: '',
    notes: '',
    identities: [{ type: 'email', value: user.email, verified: true, primary: true }],
    organizations: organizations.filter(({ id }) => id === user.organization_id).map(organization),
    timeZone: timeZone(user.iana_time_zone),
  };
}

const group = ({ id, name }) => ({ id, name });
const organization = ({ id, name, domain_names: domains }) => ({ id, name, domains: domains.join(' '), tags: [], group: null });

function timeZone(ianaName) {
  const now = new Date();
  const inZone = new Date(now.toLocaleString('en-US', { timeZone: ianaName }));
  const inUtc = new Date(now.toLocaleString('en-US', { timeZone: 'UTC' }));
  const offset = Math.round((inZone - inUtc) / 60_000);
  return { name: ianaName.split('/').pop().replace(/_/g, ' '), ianaName, offset, translatedName: ianaName };
}

function ticket(pane, account) {
  const { draft, saved } = pane;
  const user = (id) => person(account.users.find((one) => one.id === id), account);
  const own = account.organizations.find(({ id }) => id === saved.organization_id);
  const assignedGroup = account.groups.find(({ id }) => id === saved.group_id);
  return {
    id: saved.id,
    subject: draft.subject,
    description: saved.description,
    priority: draft.priority ?? '-',
    status: draft.status,
    statusCategory: draft.status,
    customStatus: { id: 0, statusCategory: draft.status, agentLabel: draft.status },
    type: draft.type ?? 'ticket',
    tags: [...draft.tags],
    externalId: draft.external_id,
    createdAt: saved.created_at,
    updatedAt: saved.updated_at,
    isNew: false,
    recipient: saved.recipient,
    postSaveAction: 'stay_on_ticket',
    via: { channel: saved.via.channel, source: null },
    viewers: [],
    brand: { id: saved.brand_id, name: 'Northwind', subdomain: account.subdomain, url: account.origin, isActive: true, isDefault: true },
    form: { id: saved.ticket_form_id },
    organization: own ? organization(own) : null,
    requester: user(saved.requester_id),
    assignee: { user: user(saved.assignee_id), group: assignedGroup ? group(assignedGroup) : null },
    collaborators: [],
    sharedWith: [],
    comments: pane.comments.map((comment) => ({
      id: comment.id,
      author: user(comment.author_id),
      value: comment.html_body,
      isPublic: comment.public,
      createdAt: comment.created_at,
      imageAttachments: [],
      nonImageAttachments: [],
    })),
    conversation: pane.comments.map((comment) => ({
      author: user(comment.author_id),
      channel: { name: comment.via.channel },
      message: { content: comment.html_body, contentType: 'text/html' },
      timestamp: comment.created_at,
      attachments: [],
    })),
    comment: { text: draft.comment.text, type: draft.comment.type, useRichText: true, attachments: [] },
  };
}

function currentUser({ account, page }) {
  const user = account.users.find(({ id }) => id === page.agent);
  return {
    ...person(user, account),
    locale: page.locale,
    groups: account.groups.filter(({ id }) => user.group_ids.includes(id)).map(group),
    tags: [],
    signature: '',
    timeZone: timeZone(page.timeZone),
  };
}

/** Walks `a.b.c` into an object; a name that is not there is unknown, as in Zendesk. */
function walk(value, names) {
  let at = value;
  for (const name of names) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) throw unknown();
    at = at[name];
  }
  return at;
}

/** client.get of one path. */
export function get(instance, path) {
  const { host } = instance;
  const { account, page } = host;
  const pane = host.pane(instance.ticketId);
  const custom = /^ticket\.customField:custom_field_(\d+)$/.exec(path);
  if (custom) {
    if (!pane || !account.ticket_fields.some((field) => field.id === Number(custom[1]))) throw unknown();
    return pane.draft.fields.get(Number(custom[1])) ?? null;
  }
  const requirement = /^requirement:(.+)$/.exec(path);
  if (requirement) {
    const made = account.requirements.find(({ identifier }) => identifier === requirement[1]);
    if (!made) throw new Error(`Requirement ${requirement[1]} not found`);
    return { requirement_id: made.requirement_id, requirement_type: made.requirement_type };
  }
  const asset = /^assetURL:(.+)$/.exec(path);
  if (asset) return new URL(asset[1], account.app.url).href;
  const [root, ...names] = path.split('.');
  if (root === 'ticket' && pane) return walk(ticket(pane, account), names);
  if (root === 'comment' && pane) return walk(ticket(pane, account).comment, names);
  if (root === 'ticketFields' && pane) {
    return account.ticket_fields.map(({ id, title, type }) => ({ name: `custom_field_${id}`, label: title, type, isVisible: true, isEnabled: true }));
  }
  if (root === 'currentUser') return walk(currentUser(host), names);
  if (root === 'currentAccount') {
    return walk({ subdomain: account.subdomain, planName: 'Suite Professional', timeZone: timeZone('Europe/Berlin') }, names);
  }
  if (path === 'colorScheme') return page.scheme;
  if (path === 'isCollapsed') return host.isCollapsed();
  if (path === 'viewport.size') return { width: window.innerWidth, height: window.innerHeight };
  if (path === 'instances') {
    return Object.fromEntries(
      host.instances().map((each) => [each.guid, { ...each.context(), status: each.registered ? 'registered' : 'created' }]),
    );
  }
  const other = /^instances\.(.+)$/.exec(path);
  const found = other && host.instances().find(({ guid }) => guid === other[1]);
  if (found) return found.context();
  throw unknown();
}

/** client.set of one path: changes the agent's draft, which is saved only when the agent submits. */
export function set(instance, path, value) {
  const pane = instance.host.pane(instance.ticketId);
  if (!pane) throw unknown();
  const custom = /^ticket\.customField:custom_field_(\d+)$/.exec(path);
  if (custom) {
    pane.setField(Number(custom[1]), value);
  } else if (path === 'comment.text' || path === 'ticket.comment.text') {
    pane.setComment({ text: String(value) });
  } else if (path === 'comment.type' || path === 'ticket.comment.type') {
    if (!['publicReply', 'internalNote'].includes(value)) throw new Error(`Invalid comment type ${value}`);
    pane.setComment({ type: value });
  } else if (Object.hasOwn(WRITABLE, path)) {
    pane.setProperty(WRITABLE[path], value === '-' ? null : value);
  } else {
    throw unknown();
  }
  return value;
}

/** The text of a piece of HTML, without running anything in it. */
const textOf = (html) => new DOMParser().parseFromString(String(html), 'text/html').body.textContent;

/** client.invoke of one path with its arguments. */
export function invoke(instance, path, given) {
  const { host } = instance;
  const parameters = Array.isArray(given) ? given : [given];
  const pane = host.pane(instance.ticketId);
  const name = path.replace(/^ticket\.comment\./, 'comment.').replace(/^ticket\.editor\.insert$/, 'comment.appendText');
  switch (name) {
    case 'resize': {
      const { width, height } = parameters[0] ?? {};
      host.resize(instance, { width, height });
      return { width, height };
    }
    case 'notify':
      // Zendesk renders the message as HTML; here only its text is shown.
      host.notify(textOf(parameters[0]), parameters[1] ?? 'notice', parameters[2]);
      return null;
    case 'comment.appendText':
    case 'comment.appendMarkdown':
      if (!pane) throw unknown();
      pane.appendComment(String(parameters[0] ?? ''));
      return null;
    case 'comment.appendHtml':
      if (!pane) throw unknown();
      pane.appendComment(textOf(parameters[0]));
      return null;
    case 'ticket.tags.add':
    case 'ticket.tags.remove': {
      if (!pane) throw unknown();
      const named = parameters.flat().map(String);
      const others = pane.draft.tags.filter((tag) => !named.includes(tag));
      pane.setProperty('tags', name.endsWith('add') ? [...others, ...named] : others);
      return null;
    }
    case 'routeTo':
      host.routeTo(...parameters);
      return null;
    case 'track':
    case 'show':
    case 'hide':
    case 'enableSave':
    case 'disableSave':
      return null;
    case 'instances.create':
      throw new Error('The sandbox opens no further instances');
    default:
      throw unknown();
  }
}
