// The agent workspace: who is signed in, which tickets are open, and what the framed apps may ask of the page.

import { avatar, element, icon, ICONS } from './dom.js';
import { bootstrap, listen } from './backend.js';
import { Controls } from './controls.js';
import { newTicket } from './new_ticket.js';
import { TicketPane } from './pane.js';
import { AppPlace } from './place.js';

const RIGHT_TO_LEFT = ['ar', 'he', 'fa', 'ur'];
const TOAST = 5_000;

class Workspace {
  constructor(account) {
    this.account = account;
    this.panes = new Map();
    this.current = undefined;
    const query = new URLSearchParams(window.location.search);
    const agent = account.users.find(({ id }) => id === Number(query.get('agent'))) ?? account.users.find(({ id }) => id === account.default_agent);
    this.page = {
      agent: agent.id,
      scheme: query.get('scheme') === 'dark' ? 'dark' : 'light',
      locale: query.get('locale') ?? agent.locale,
      timeZone: query.get('time_zone') ?? agent.iana_time_zone,
      width: Number(query.get('width')) || 320,
      sandboxed: query.get('sandbox') !== '0',
      controls: query.get('controls') ?? (window.innerWidth >= 1500 ? '1' : 'closed'),
    };
  }

  start() {
    this.controls = new Controls(this, document.getElementById('controls'), document.getElementById('controls-button'));
    this.applyPage();
    const queueButton = document.getElementById('queue-button');
    queueButton.addEventListener('click', () => this.showQueue(queueButton.getAttribute('aria-expanded') !== 'true'));
    document.getElementById('queue').addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.showQueue(false);
    });
    this.place = new AppPlace(this);
    document.getElementById('panes').append(this.place.root);
    document.getElementById('app-button').addEventListener('click', () => this.openPlace(this.place.route));
    window.addEventListener('popstate', () => this.openAddress());
    listen((push) => this.hear(push));
    return this.openAddress();
  }

  /** Opens what the address names: the app's place, or a ticket. */
  openAddress() {
    const route = this.placeInAddress();
    return route === undefined ? this.openTicket(this.ticketInAddress(), false) : this.openPlace(route, false);
  }

  /** The route in the app's place, or undefined when the address names another one. */
  placeInAddress() {
    const { app } = this.account;
    const [, slug, route] = /\/agent\/apps\/([^/]+)\/?(.*)$/.exec(window.location.pathname) ?? [];
    return app.nav_bar && slug === app.slug ? decodeURI(route) : undefined;
  }

  ticketInAddress() {
    return Number(/\/agent\/tickets\/(\d+)/.exec(window.location.pathname)?.[1]) || this.account.tickets[0].id;
  }

  // What apps ask of the page (see paths.js).

  pane(id) {
    return this.panes.get(id);
  }

  instances() {
    return [this.place?.instance, ...[...this.panes.values()].map(({ panel }) => panel.instance)].filter(Boolean);
  }

  isCollapsed() {
    return this.current?.panel.collapsed ?? false;
  }

  resize(instance, size) {
    this.pane(instance.ticketId)?.panel.resize(size);
  }

  routeTo(kind, id) {
    if (kind === 'nav_bar' && this.account.app.nav_bar) {
      const [, ...route] = String(id ?? '').split('/');
      this.openPlace(route.join('/'));
      return;
    }
    if (kind !== 'ticket') throw new Error(`The sandbox has no place named ${kind}`);
    this.openTicket(Number(id));
  }

  notify(text, kind = 'notice', lasting = TOAST) {
    const close = () => toast.remove();
    const toast = element('div', { class: 'toast', 'data-kind': kind },
      element('p', { dir: 'auto' }, text),
      element('button', { type: 'button', 'aria-label': 'Close', onclick: close }, icon(ICONS.close)));
    document.getElementById('toasts').append(toast);
    if (!lasting?.sticky) setTimeout(close, Number(lasting) || TOAST);
  }

  // The app's place in the navigation bar.

  openPlace(route = '', remember = true) {
    const { app } = this.account;
    if (remember) window.history.pushState(null, '', `/agent/apps/${app.slug}${route ? `/${encodeURI(route)}` : ''}${window.location.search}`);
    this.showQueue(false);
    this.current = undefined;
    for (const each of this.panes.values()) each.show(false);
    this.place.show(true, route);
    this.refreshTabs();
    this.applyPage();
  }

  // Tickets and tabs.

  /** A ticket was made on this page: the list has it, and it opens. */
  async ticketMade(id) {
    this.account = await bootstrap();
    this.notify(`Ticket #${id} has been created`);
    await this.openTicket(id);
  }

  async openTicket(id, remember = true) {
    if (remember) window.history.pushState(null, '', `/agent/tickets/${id}${window.location.search}`);
    this.showQueue(false);
    let pane = this.panes.get(id);
    const isNew = !pane;
    if (isNew) {
      pane = new TicketPane(this, id);
      this.panes.set(id, pane);
      document.getElementById('panes').append(pane.root);
    }
    this.current = pane;
    this.place.show(false);
    document.getElementById('app-button').removeAttribute('aria-current');
    for (const each of this.panes.values()) each.show(each === pane);
    this.refreshTabs();
    this.controls.render();
    if (isNew) {
      try {
        await pane.open();
      } catch {
        pane.root.replaceChildren(element('p', { class: 'pane-loading' }, `There is no ticket #${id}.`));
      }
    }
  }

  async closeTicket(id) {
    const pane = this.panes.get(id);
    const order = [...this.panes.keys()];
    const neighbor = order[order.indexOf(id) + 1] ?? order[order.indexOf(id) - 1];
    this.panes.delete(id);
    if (this.current === pane) {
      if (neighbor === undefined) {
        this.current = undefined;
        this.refreshTabs();
        this.showQueue(true);
      } else {
        this.openTicket(neighbor);
      }
    }
    this.refreshTabs();
    pane.root.hidden = true;
    await pane.close();
  }

  refreshTabs() {
    const tabs = [...this.panes.values()].map((pane) => {
      const selected = pane === this.current;
      const listed = this.account.tickets.find(({ id }) => id === pane.id);
      const subject = pane.draft?.subject ?? listed?.subject ?? `#${pane.id}`;
      return element('div', { class: 'tab', 'data-selected': String(selected), role: 'presentation' },
        element('button', { type: 'button', role: 'tab', class: 'tab-open', 'aria-selected': String(selected), onclick: () => this.openTicket(pane.id) },
          element('span', { class: 'tab-status', 'data-status': pane.saved?.status ?? listed?.status ?? 'open', 'aria-hidden': 'true' }),
          element('span', { class: 'tab-words' }, element('bdi', { class: 'tab-subject' }, subject), element('span', { class: 'tab-number' }, `#${pane.id}`))),
        element('button', { type: 'button', class: 'tab-close', 'aria-label': `Close ticket ${pane.id}`, onclick: () => this.closeTicket(pane.id) }, icon(ICONS.close)));
    });
    document.getElementById('tabs').replaceChildren(...tabs, element('button', { type: 'button', class: 'tab-add', 'aria-label': 'Open another ticket', onclick: () => this.showQueue(true) }, icon(ICONS.plus)));
  }

  showQueue(visible) {
    const queue = document.getElementById('queue');
    document.getElementById('queue-button').setAttribute('aria-expanded', String(visible));
    queue.hidden = !visible;
    if (!visible) return;
    const name = (id) => this.account.users.find((user) => user.id === id)?.name ?? '';
    queue.replaceChildren(
      element('h2', {}, 'Tickets'),
      newTicket(this),
      element('ul', {}, this.account.tickets.map((ticket) =>
        element('li', {}, element('button', { type: 'button', onclick: () => this.openTicket(ticket.id) },
          element('span', { class: 'status', 'data-status': ticket.status }, ticket.status),
          element('span', { class: 'queue-subject' }, element('bdi', {}, ticket.subject), element('small', {}, `#${ticket.id} · `, element('bdi', {}, name(ticket.requester_id)))))))),
    );
    queue.querySelector('li button')?.focus();
  }

  // The page's own state.

  dateLocale() {
    try {
      return Intl.getCanonicalLocales(this.page.locale)[0];
    } catch {
      return 'en-US';
    }
  }

  applyPage() {
    const { page, account } = this;
    const root = document.documentElement;
    root.dataset.scheme = page.scheme;
    root.dir = RIGHT_TO_LEFT.includes(page.locale.split('-')[0]) ? 'rtl' : 'ltr';
    const agent = account.users.find(({ id }) => id === page.agent);
    const groups = account.groups.filter(({ id }) => agent.group_ids.includes(id)).map(({ name }) => name);
    document.getElementById('me').replaceChildren(avatar(agent), element('span', { class: 'me-words' }, element('strong', {}, agent.name), element('small', {}, groups.join(', ') || 'No group')));
    const button = document.getElementById('app-button');
    button.hidden = !account.app.nav_bar;
    if (account.app.nav_bar && !button.hasChildNodes()) {
      button.append(element('img', { src: account.app.nav_bar.icon, alt: '', onerror: (event) => event.target.remove() }), element('span', {}, account.app.name));
    }
    if (this.place?.visible) button.setAttribute('aria-current', 'page');
    this.controls.render();
  }

  setWidth(width) {
    this.page.width = Math.min(720, Math.max(240, Math.round(width)));
    for (const { panel } of this.panes.values()) panel.setWidth(this.page.width);
    this.controls.setWidth(this.page.width);
  }

  /** The app hears of it; nothing is loaded again. */
  setScheme(scheme) {
    this.page.scheme = scheme;
    this.remember({ scheme });
    this.applyPage();
    for (const instance of this.instances()) instance.emit('colorScheme.changed', scheme);
  }

  /** Puts the page's own state into the address, so that loading the tab again keeps it. */
  remember(change) {
    const params = new URLSearchParams(window.location.search);
    for (const [key, name] of [['agent', 'agent'], ['scheme', 'scheme'], ['locale', 'locale'], ['timeZone', 'time_zone']]) {
      if (key in change) params.set(name, change[key]);
    }
    window.history.replaceState(null, '', `${window.location.pathname}?${params}`);
  }

  /** Changes that an app learns of only when its frame loads again. */
  async changePage(change, forget = false) {
    Object.assign(this.page, change);
    this.remember(change);
    await this.reloadApps(forget);
  }

  /** Loads the framed apps again, and nothing else: what the agent typed into the ticket stays. */
  async reloadApps(forget = false) {
    const hadPlace = this.place.instance !== undefined;
    await Promise.all([this.place.close(), ...[...this.panes.values()].map(({ panel }) => panel.close())]);
    if (forget) await this.forget();
    this.account = await bootstrap();
    this.applyPage();
    if (hadPlace) this.place.open();
    for (const pane of this.panes.values()) {
      if (pane.draft) {
        pane.render();
        pane.panel.open();
        if (pane !== this.current) pane.panel.instance.isActive = false;
      }
    }
  }

  /** Empties the app's storage, as if the next agent sat at another computer. */
  forget() {
    return new Promise((resolve) => {
      const frame = element('iframe', { src: this.account.app.forget_url, hidden: true, title: 'Storage' });
      const origin = new URL(this.account.app.forget_url).origin;
      const done = (event) => {
        if (event.source !== frame.contentWindow || event.origin !== origin || event.data !== 'forgotten') return;
        window.removeEventListener('message', done);
        frame.remove();
        resolve();
      };
      window.addEventListener('message', done);
      document.body.append(frame);
    });
  }

  async hear(push) {
    if (push.type === 'ticket.created') {
      this.account = await bootstrap();
    } else if (push.type === 'ticket.updated') {
      await this.panes.get(push.ticket_id)?.changedOutside();
    } else if (push.type === 'api_notification') {
      if (push.agent_id && push.agent_id !== this.page.agent) return;
      for (const instance of this.instances()) instance.emit(`api_notification.${push.event}`, { body: push.body });
    } else if (push.type === 'control') {
      await this.obey(push.change);
    }
  }

  /** A change that a test or another window made through the controls. */
  async obey(change) {
    const { page } = change;
    if (page) {
      if ('controls' in page) {
        this.page.controls = String(page.controls);
        this.controls.render();
      }
      if ('width' in page) this.setWidth(page.width);
      if ('scheme' in page) this.setScheme(page.scheme);
      if ('ticket' in page) await this.openTicket(page.ticket);
      if ('place' in page) this.openPlace(page.place);
      if ('close' in page) await this.closeTicket(page.close);
      const { agent, locale, time_zone: timeZone, sandbox } = page;
      const loaded = Object.fromEntries(Object.entries({ agent, locale, timeZone, sandboxed: sandbox }).filter(([, value]) => value !== undefined));
      if (Object.keys(loaded).length > 0) await this.changePage(loaded, 'agent' in loaded);
    }
    if (change.reload) await this.reloadApps(change.forget);
    if (change.reset) {
      // The tokens that the app keeps are gone at PagerDuty, so they go from its storage too.
      await Promise.all([this.place.close(), ...[...this.panes.values()].map(({ panel }) => panel.close())]);
      await this.forget();
      window.location.reload();
      return;
    }
    await this.controls.refresh();
  }
}

const workspace = new Workspace(await bootstrap());
await workspace.start();
