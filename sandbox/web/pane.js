// One open ticket: its form on the left, the conversation with the reply editor, and the apps panel.

import { avatar, element } from './dom.js';
import { loadTicket, saveTicket } from './backend.js';
import { AppsPanel } from './panel.js';

const STATUSES = ['new', 'open', 'pending', 'hold', 'solved'];
const PRIORITIES = ['low', 'normal', 'high', 'urgent'];
const TYPES = ['question', 'incident', 'problem', 'task'];
const WORDS = {
  new: 'New', open: 'Open', pending: 'Pending', hold: 'On-hold', solved: 'Solved', closed: 'Closed',
  low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent',
  question: 'Question', incident: 'Incident', problem: 'Problem', task: 'Task',
};

/** The framework's name for a property of the form. */
const EVENTS = { subject: 'subject', status: 'status', priority: 'priority', type: 'type', tags: 'tags', external_id: 'externalId' };

export class TicketPane {
  constructor(host, id) {
    this.host = host;
    this.id = id;
    this.root = element('article', { class: 'pane', 'aria-label': `Ticket ${id}` });
    this.panel = new AppsPanel(host, this);
  }

  /** Loads the ticket and shows it; the app is framed once. */
  async open() {
    this.root.replaceChildren(element('p', { class: 'pane-loading' }, 'Loading ticket…'));
    await this.load();
    this.render();
    this.panel.open();
  }

  async load() {
    const { ticket, comments } = await loadTicket(this.id);
    this.saved = ticket;
    this.comments = comments;
    this.draft = {
      subject: ticket.subject,
      status: ticket.status,
      priority: ticket.priority,
      type: ticket.type,
      tags: [...ticket.tags],
      external_id: ticket.external_id,
      fields: new Map(ticket.custom_fields.map(({ id, value }) => [id, value])),
      comment: this.draft?.comment ?? { text: '', type: 'publicReply' },
    };
  }

  user(id) {
    return this.host.account.users.find((user) => user.id === id);
  }

  /** Another person or the app itself changed the ticket through the API. */
  async changedOutside() {
    const before = this.draft;
    const known = this.comments.length;
    await this.load();
    this.render();
    this.panel.instance?.emit('ticket.updated', {});
    for (const [key, name] of Object.entries(EVENTS)) {
      if (JSON.stringify(before[key]) !== JSON.stringify(this.draft[key])) {
        this.panel.instance?.emitChange(`ticket.${name}`, this.draft[key], before[key]);
      }
    }
    if (this.comments.length !== known) this.panel.instance?.emit('ticket.conversation.changed', []);
  }

  setProperty(key, value) {
    const before = this.draft[key];
    this.draft[key] = value;
    this.renderForm();
    this.panel.instance?.emitChange(`ticket.${EVENTS[key]}`, value, before);
    this.host.refreshTabs();
  }

  setField(id, value) {
    const before = this.draft.fields.get(id);
    this.draft.fields.set(id, value === '' ? null : value);
    this.renderForm();
    this.panel.instance?.emitChange(`ticket.custom_field_${id}`, value, before);
  }

  setComment(change) {
    Object.assign(this.draft.comment, change);
    this.renderEditor();
    if ('text' in change) this.panel.instance?.emitChange('comment.text', change.text);
    if ('type' in change) this.panel.instance?.emitChange('comment.type', change.type);
  }

  appendComment(text) {
    const { text: before } = this.draft.comment;
    this.setComment({ text: before === '' ? text : `${before.replace(/\n+$/, '')}\n${text}` });
  }

  /** What the agent changed and has not submitted. */
  change() {
    const { draft, saved } = this;
    const change = {};
    for (const key of Object.keys(EVENTS)) {
      if (JSON.stringify(draft[key]) !== JSON.stringify(saved[key])) change[key] = draft[key];
    }
    const fields = [...draft.fields].filter(([id, value]) => {
      const before = saved.custom_fields.find((field) => field.id === id)?.value ?? null;
      return before !== (value ?? null);
    });
    if (fields.length > 0) change.custom_fields = fields.map(([id, value]) => ({ id, value }));
    if (draft.comment.text.trim() !== '') {
      change.comment = { body: draft.comment.text, public: draft.comment.type === 'publicReply' };
    }
    return change;
  }

  async submit() {
    const app = this.panel.instance;
    app?.emit('ticket.submit.start', {});
    const reason = await app?.hook('ticket.save');
    if (reason) {
      app?.emit('ticket.submit.fail', {});
      app?.emit('ticket.submit.always', {});
      this.host.notify(reason, 'error');
      return;
    }
    try {
      await saveTicket(this.id, this.host.page.agent, this.change());
      this.draft.comment = { text: '', type: this.draft.comment.type };
      await this.load();
      this.render();
      app?.emit('ticket.submit.done', {});
      app?.emit('ticket.saved', {});
      this.host.notify(`Ticket #${this.id} has been updated`, 'notice');
    } catch (failure) {
      app?.emit('ticket.submit.fail', {});
      this.host.notify(`The ticket was not saved: ${failure.body ?? failure.message}`, 'error');
    }
    app?.emit('ticket.submit.always', {});
  }

  render() {
    if (!this.form) {
      this.form = element('form', { class: 'form', 'aria-label': 'Ticket fields', onsubmit: (event) => event.preventDefault() });
      this.conversation = element('div', { class: 'conversation', tabindex: '0', role: 'log', 'aria-label': 'Conversation' });
      this.head = element('header', { class: 'ticket-head' });
      this.editor = element('div', { class: 'editor' });
      const middle = element('div', { class: 'middle' }, this.head, this.conversation, this.editor);
      this.root.replaceChildren(this.form, middle, ...this.panel.elements);
    }
    this.renderForm();
    this.renderConversation();
    this.renderEditor();
    // The newest message stands above the editor, as in Zendesk.
    requestAnimationFrame(() => this.conversation.scrollTo(0, this.conversation.scrollHeight));
    this.host.refreshTabs();
  }

  renderForm() {
    const { draft, saved } = this;
    const closed = saved.status === 'closed';
    const requester = this.user(saved.requester_id);
    const select = (label, key, options, empty) => {
      const made = element(
        'select',
        { disabled: closed, onchange: (event) => this.setProperty(key, event.target.value === '' ? null : event.target.value) },
        empty ? element('option', { value: '' }, empty) : null,
        (closed && key === 'status' ? ['closed'] : options).map((value) => element('option', { value }, WORDS[value])),
      );
      made.value = draft[key] ?? '';
      return element('label', { class: 'field' }, element('span', {}, label), made);
    };
    const text = (label, value, changed) =>
      element('label', { class: 'field' }, element('span', {}, label), element('input', { value: value ?? '', disabled: closed, onchange: (event) => changed(event.target.value) }));
    const shown = (label, ...content) => element('div', { class: 'field' }, element('span', {}, label), element('div', { class: 'shown' }, ...content));
    const group = this.host.account.groups.find(({ id }) => id === saved.group_id);
    const assignee = this.user(saved.assignee_id);
    this.form.replaceChildren(
      shown('Requester', avatar(requester), element('bdi', {}, requester?.name ?? '–')),
      shown('Assignee', assignee ? avatar(assignee) : null, [group?.name, assignee?.name].filter(Boolean).join(' / ') || '–'),
      this.tags(closed),
      select('Type', 'type', TYPES, '–'),
      select('Priority', 'priority', PRIORITIES, '–'),
      select('Status', 'status', STATUSES),
      ...this.host.account.ticket_fields.map((field) => text(field.title, draft.fields.get(field.id), (value) => this.setField(field.id, value))),
    );
    const organization = this.host.account.organizations.find(({ id }) => id === saved.organization_id);
    this.head.replaceChildren(
      element('h1', { dir: 'auto' }, draft.subject),
      element('p', { class: 'head-meta' },
        element('span', { class: 'status', 'data-status': saved.status }, WORDS[saved.status]),
        element('span', {}, `#${saved.id}`),
        organization ? element('span', {}, organization.name) : null,
        element('span', {}, `via ${saved.via.channel}`)),
    );
  }

  tags(closed) {
    const { tags } = this.draft;
    const chip = (tag) =>
      element('span', { class: 'tag' }, tag,
        closed ? null : element('button', { type: 'button', 'aria-label': `Remove tag ${tag}`, onclick: () => this.setProperty('tags', tags.filter((other) => other !== tag)) }, '×'));
    const add = (event) => {
      const named = event.target.value.split(/[\s,]+/).filter((tag) => tag !== '' && !tags.includes(tag));
      if (named.length > 0) this.setProperty('tags', [...tags, ...named]);
    };
    return element('div', { class: 'field', role: 'group', 'aria-label': 'Tags' },
      element('span', {}, 'Tags'),
      element('div', { class: 'tags' }, tags.map(chip), closed ? null : element('input', { 'aria-label': 'Add a tag', onchange: add })));
  }

  renderConversation() {
    const time = new Intl.DateTimeFormat(this.host.dateLocale(), { dateStyle: 'medium', timeStyle: 'short', timeZone: this.host.page.timeZone });
    this.conversation.replaceChildren(
      ...this.comments.map((comment) => {
        const author = this.user(comment.author_id);
        return element('section', { class: comment.public ? 'comment' : 'comment internal' },
          avatar(author),
          element('div', { class: 'comment-body' },
            element('p', { class: 'comment-head' },
              element('strong', {}, element('bdi', {}, author?.name ?? 'Unknown')),
              comment.public ? null : element('span', { class: 'internal-mark' }, 'Internal'),
              element('time', { datetime: comment.created_at }, time.format(new Date(comment.created_at)))),
            element('div', { class: 'comment-text', dir: 'auto' }, comment.body)));
      }),
    );
  }

  renderEditor() {
    const { comment } = this.draft;
    if (this.saved.status === 'closed') {
      this.editor.replaceChildren(element('p', { class: 'closed-note' }, 'This ticket is closed. Create a follow-up to continue the conversation.'));
      return;
    }
    const internal = comment.type === 'internalNote';
    const mode = (type, label) =>
      element('button', { type: 'button', class: 'editor-mode', 'aria-pressed': String(comment.type === type), onclick: () => this.setComment({ type }) }, label);
    // The text area stays the same element, so that an app's change never takes the caret away.
    this.text ??= element('textarea', {
      class: 'editor-text', rows: '4', dir: 'auto',
      oninput: () => {
        this.draft.comment.text = this.text.value;
        this.panel.instance?.emitChange('comment.text', this.text.value);
      },
    });
    this.text.setAttribute('aria-label', internal ? 'Internal note' : 'Public reply');
    if (this.text.value !== comment.text) this.text.value = comment.text;
    this.editor.classList.toggle('is-internal', internal);
    const foot = element('div', { class: 'editor-foot' },
      element('span', { class: 'editor-hint' }, internal ? 'Only agents see this note' : 'The requester sees this reply'),
      element('button', { type: 'button', class: 'submit', onclick: () => this.submit() }, `Submit as ${WORDS[this.draft.status]}`));
    const head = element('div', { class: 'editor-head', role: 'group', 'aria-label': 'Reply to' }, mode('publicReply', 'Public reply'), mode('internalNote', 'Internal note'));
    if (this.text.isConnected) {
      this.editor.firstElementChild.replaceWith(head);
      this.editor.lastElementChild.replaceWith(foot);
    } else {
      this.editor.replaceChildren(head, this.text, foot);
    }
  }

  show(visible) {
    this.root.hidden = !visible;
    const app = this.panel.instance;
    if (!app || app.isActive === visible) return;
    if (visible) app.activate();
    else app.deactivate();
  }

  async close() {
    await this.panel.close();
    this.root.remove();
  }
}
