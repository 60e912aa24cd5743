// A ticket made by hand: what an agent fills in before a customer's words become a ticket.

import { element } from './dom.js';
import { createTicket } from './backend.js';

const PRIORITIES = { '': '–', low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' };
const TYPES = { '': '–', question: 'Question', incident: 'Incident', problem: 'Problem', task: 'Task' };

/** The form; `host` is the workspace. */
export function newTicket(host) {
  const { account, page } = host;
  const field = (label, made) => element('label', { class: 'field' }, element('span', {}, label), made);
  const choice = (name, options) =>
    element('select', { name }, Object.entries(options).map(([value, words]) => element('option', { value }, words)));
  const named = (list) => Object.fromEntries([['', '–'], ...list.map(({ id, name }) => [id, name])]);
  const requesters = account.users.filter(({ role }) => role === 'end-user');
  const submit = async (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const text = (name) => String(data.get(name) ?? '').trim();
    const id = (name) => Number(text(name)) || undefined;
    const ticket = {
      subject: text('subject'),
      comment: { body: text('description'), public: true },
      requester_id: id('requester'),
      group_id: id('group'),
      ticket_form_id: id('form'),
      priority: text('priority') || undefined,
      type: text('type') || undefined,
      tags: text('tags').split(/[\s,]+/).filter((tag) => tag !== ''),
    };
    try {
      const made = await createTicket(page.agent, ticket);
      await host.ticketMade(made.id);
    } catch (failure) {
      host.notify(`The ticket was not made: ${failure.body ?? failure.message}`, 'error');
    }
  };
  return element('details', { class: 'new-ticket' }, element('summary', {}, 'New ticket'),
    element('form', { onsubmit: submit },
      field('Subject', element('input', { name: 'subject', required: true, dir: 'auto' })),
      field('Requester', element('select', { name: 'requester' }, requesters.map(({ id, name }) => element('option', { value: id }, name)))),
      field('Description', element('textarea', { name: 'description', rows: '3', required: true, dir: 'auto' })),
      field('Priority', choice('priority', PRIORITIES)),
      field('Type', choice('type', TYPES)),
      field('Group', choice('group', named(account.groups.slice(0, 12)))),
      field('Form', choice('form', Object.fromEntries(account.ticket_forms.map(({ id, name }) => [id, name])))),
      field('Tags', element('input', { name: 'tags' })),
      element('button', { type: 'submit', class: 'submit' }, 'Submit as New')));
}
