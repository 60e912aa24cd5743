// The drawer "Sandbox controls": everything that can be switched by hand. Each control is also `POST /control/…`.

import { bootstrap, control } from './backend.js';
import { element, icon, ICONS } from './dom.js';

const LOCALES = {
  'en-US': 'English', de: 'Deutsch', fr: 'Français', es: 'Español', 'pt-br': 'Português (Brasil)', ja: '日本語', ar: 'العربية',
  'en-xa': 'Pseudo (longer, in brackets)',
};
const ZONES = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Los_Angeles', 'Asia/Kolkata', 'Asia/Tokyo', 'Australia/Sydney', 'UTC'];
const ACCOUNTS = { choose: 'whoever is chosen there', agent: 'the agent’s own account', none: 'somebody without a PagerDuty account' };
const PRESETS = { default: 'None set (everyone may do everything)', tier_1_view_and_note: 'Tier 1 may only view and note', broken: 'Broken JSON' };
const TARGETS = { pagerduty: 'PagerDuty REST', identity: 'PagerDuty identity', zendesk: 'Zendesk REST', proxy: 'Zendesk proxy', events: 'PagerDuty events' };
const KINDS = {
  latency: 'Latency', status: 'Status', drop_request: 'Drop the request', drop_answer: 'Drop the answer',
  malformed: 'Malformed body', no_cors: 'No CORS headers', hang: 'Hang',
};

/** Why a control was refused: the server's words, or else what went wrong on the way. */
function reason({ body, message }) {
  try {
    return JSON.parse(body).error ?? message;
  } catch {
    return message;
  }
}

export class Controls {
  constructor(workspace, root, button) {
    this.workspace = workspace;
    this.root = root;
    this.button = button;
    button.addEventListener('click', () => this.open(root.hidden));
    root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.open(false);
      button.focus();
    });
  }

  open(visible) {
    this.workspace.page.controls = visible ? '1' : 'closed';
    this.render();
    if (visible) this.root.querySelector('select')?.focus();
  }

  /** Does something and says how it went. */
  async run(words, work) {
    try {
      await work();
      this.said.textContent = words;
    } catch (failure) {
      this.said.textContent = `Refused: ${reason(failure)}`;
    }
    await this.refresh();
  }

  post(words, thing, body) {
    return this.run(words, () => control(thing, body));
  }

  /** Reads the account again and shows what changed. */
  async refresh() {
    this.workspace.account = await bootstrap();
    this.workspace.applyPage();
  }

  render() {
    const { controls } = this.workspace.page;
    this.button.hidden = controls === '0';
    this.root.hidden = controls !== '1';
    this.button.setAttribute('aria-expanded', String(!this.root.hidden));
    document.body.classList.toggle('has-controls', !this.root.hidden);
    if (this.root.hidden) return;
    if (!this.said) this.build();
    this.fill();
  }

  build() {
    this.said = element('p', { class: 'controls-note controls-said', role: 'status' });
    this.parts = Object.fromEntries(['scenes', 'colleagues', 'who', 'look', 'app', 'identity', 'faults', 'world'].map((name) => [name, element('div', { class: 'controls-body' })]));
    const section = (name, title, open = false) => element('details', { open }, element('summary', {}, title), this.parts[name]);
    this.root.replaceChildren(
      element('div', { class: 'controls-head' }, element('h2', {}, 'Sandbox controls'),
        element('button', { type: 'button', 'aria-label': 'Close the controls', onclick: () => { this.open(false); this.button.focus(); } }, icon(ICONS.close))),
      section('scenes', 'Scenes', true),
      section('colleagues', 'Meanwhile, somebody else', true),
      section('who', 'Agent', true),
      section('look', 'Look and language', true),
      section('faults', 'Faults'),
      section('identity', 'PagerDuty sign-in'),
      section('app', 'App settings'),
      section('world', 'Ticket and world'),
      this.said,
    );
  }

  fill() {
    // Rebuilding a part under the keyboard would take the focus away, so the focused control is found again by its name.
    const focused = document.activeElement?.dataset?.control;
    this.parts.who.replaceChildren(...this.who());
    this.parts.look.replaceChildren(...this.look());
    this.parts.app.replaceChildren(...this.app());
    this.parts.identity.replaceChildren(...this.identity());
    this.fillFaults();
    for (const name of ['scenes', 'colleagues', 'world']) {
      if (!this.parts[name].hasChildNodes()) this.parts[name].replaceChildren(...this[name]());
    }
    this.secondTab.href = `${window.location.pathname}${window.location.search}`;
    if (focused) this.root.querySelector(`[data-control="${focused}"]`)?.focus();
  }

  select(label, name, options, value, changed) {
    const made = element('select', { 'data-control': name, onchange: (event) => changed(event.target.value) },
      Object.entries(options).map(([key, words]) => element('option', { value: key }, words)));
    if (!Object.hasOwn(options, value)) made.append(element('option', { value }, value));
    made.value = value;
    return element('label', { class: 'row' }, element('span', {}, label), made);
  }

  check(label, name, checked, changed) {
    const box = element('input', { type: 'checkbox', 'data-control': name, onchange: (event) => changed(event.target.checked) });
    box.checked = checked;
    return element('label', { class: 'check' }, box, element('span', {}, label));
  }

  action(label, name, done, danger = false) {
    return element('button', { type: 'button', class: 'action', 'data-control': name, 'data-danger': danger, onclick: done }, label);
  }

  who() {
    const { workspace } = this;
    const { account, page } = workspace;
    const staff = account.users.filter(({ role }) => role !== 'end-user');
    const agent = staff.find(({ id }) => id === page.agent);
    const kind = (user) => (user.role === 'admin' ? 'admin' : user.only_private_comments ? 'light agent' : 'agent');
    return [
      this.select('Signed in as', 'agent', Object.fromEntries(staff.map((user) => [user.id, `${user.name} (${kind(user)})`])), String(page.agent), (value) => {
        const next = staff.find(({ id }) => id === Number(value));
        return this.run(`Now ${next.name}, at another computer`, async () => {
          // Whoever was signed in as themselves at PagerDuty still is, only now it is somebody else.
          if (this.consentOf(agent) === 'agent') await control('sign_in_as', { agent: next.id });
          await workspace.changePage({ agent: next.id, timeZone: next.iana_time_zone }, true);
        });
      }),
      element('fieldset', {}, element('legend', {}, 'Groups'),
        // Hundreds of boxes would help nobody; the first ones are those with a story.
        account.groups.slice(0, 12).map((group) => this.check(group.name, `group-${group.id}`, agent.group_ids.includes(group.id), (checked) => {
          const groups = agent.group_ids.filter((id) => id !== group.id).concat(checked ? [group.id] : []);
          return this.post('Groups changed, apps loaded again', 'groups', { agent: agent.id, groups });
        }))),
    ];
  }

  look() {
    const { workspace } = this;
    const { page } = workspace;
    const width = element('input', {
      type: 'range', min: '240', max: '720', step: '8', 'data-control': 'width',
      oninput: (event) => workspace.setWidth(Number(event.target.value)),
    });
    width.value = String(page.width);
    this.width = width;
    this.widthWords = element('span', {}, `Apps panel: ${page.width} px`);
    return [
      this.select('Color scheme', 'scheme', { light: 'Light', dark: 'Dark' }, page.scheme, (value) => workspace.setScheme(value)),
      this.select('Locale', 'locale', LOCALES, page.locale, (locale) => this.run('Apps loaded again', () => workspace.changePage({ locale }))),
      this.select('Time zone', 'zone', Object.fromEntries(ZONES.map((zone) => [zone, zone.replace('_', ' ')])), page.timeZone, (timeZone) => this.run('Apps loaded again', () => workspace.changePage({ timeZone }))),
      element('label', { class: 'row' }, this.widthWords, width),
    ];
  }

  setWidth(width) {
    if (!this.width) return;
    this.width.value = String(width);
    this.widthWords.textContent = `Apps panel: ${width} px`;
  }

  app() {
    const { workspace } = this;
    const { controls } = workspace.account;
    return [
      this.check('OAuth client id is set', 'client-id', controls.client_id, (present) => this.post('Setting changed, apps loaded again', 'client_id', { present })),
      this.check('Read-only key is set', 'read-only-key', controls.read_only_key, (present) => this.post('Setting changed, apps loaded again', 'read_only_key', { present })),
      this.select('Permissions', 'configuration', PRESETS, controls.configuration, (preset) => this.post('Configuration changed, apps loaded again', 'configuration', { preset })),
      this.check('Frame has a sandbox attribute', 'sandbox', workspace.page.sandboxed, (sandboxed) => this.run('Apps loaded again', () => workspace.changePage({ sandboxed }))),
    ];
  }

  /** Whom the consent page signs in, as a key of ACCOUNTS or an address. */
  consentOf(agent) {
    const { signed_in: email, has_account: known } = this.workspace.account.controls.consent;
    if (email === null) return 'choose';
    if (!known) return 'none';
    return email === agent.email ? 'agent' : email;
  }

  identity() {
    const { account, page } = this.workspace;
    const { consent } = account.controls;
    const agent = account.users.find(({ id }) => id === page.agent);
    return [
      this.select('The consent page signs in', 'account', ACCOUNTS, this.consentOf(agent), (value) =>
        this.post('Changed for the next sign-in', 'sign_in_as', { account: value, agent: page.agent })),
      this.select('Scope that is granted', 'scope', { asked: 'what was asked for', openid: 'only openid', read: 'only read' }, consent.scope ?? 'asked', (value) =>
        this.post('Changed for the next sign-in', 'scope', { scope: value === 'asked' ? null : value })),
      this.check('Deny consent, once', 'deny', consent.deny, (deny) =>
        this.post(deny ? 'The next consent is denied' : 'Consent is asked for again', 'deny_consent', { deny })),
      element('div', { class: 'controls-row' },
        this.action('Expire tokens', 'expire', () => this.post('Every access token has expired', 'expire_tokens')),
        this.action('Revoke tokens', 'revoke', () => this.post('Every token is revoked', 'revoke_tokens')),
        this.action('Empty the app’s storage', 'forget', () => this.run('Storage emptied, apps loaded again', () => this.workspace.reloadApps(true)))),
    ];
  }

  fillFaults() {
    const { faults } = this.workspace.account.controls;
    this.faultForm ??= this.buildFaultForm();
    const words = ({ target, kind, method, path, remaining }) => {
      const name = typeof kind === 'string' ? kind : Object.keys(kind)[0];
      const detail = typeof kind === 'string' ? '' : name === 'latency' ? ` ${kind.latency.ms} ms` : ` ${kind.status.code}${kind.status.retry_after ? `, retry after ${kind.status.retry_after} s` : ''}`;
      return `${TARGETS[target]}: ${KINDS[name]}${detail}${method ? `, ${method}` : ''}${path ? `, ${path}` : ''}${remaining ? `, ${remaining} more` : ''}`;
    };
    this.faultList ??= element('ul', { 'aria-label': 'Active faults' });
    this.faultList.replaceChildren(...faults.map((fault) => element('li', {}, element('span', {}, words(fault)),
      element('button', { type: 'button', 'aria-label': `Take away: ${words(fault)}`, onclick: () => this.post('Fault taken away', 'faults/remove', { id: fault.id }) }, icon(ICONS.close)))));
    if (!this.faultForm.isConnected) this.parts.faults.replaceChildren(this.faultForm, this.faultList);
  }

  buildFaultForm() {
    const options = (of) => Object.entries(of).map(([value, words]) => element('option', { value }, words));
    const field = (label, made) => element('label', { class: 'row' }, element('span', {}, label), made);
    const kind = element('select', { name: 'kind', 'data-control': 'fault-kind' }, options(KINDS));
    const target = element('select', { name: 'target' }, options(TARGETS));
    const method = element('select', { name: 'method' }, ['', 'GET', 'POST', 'PUT', 'DELETE'].map((value) => element('option', { value }, value || 'Any')));
    const path = element('input', { name: 'path', placeholder: '/incidents*', spellcheck: 'false' });
    const amount = element('input', { name: 'amount', type: 'number', min: '0', value: '800' });
    const retry = element('input', { name: 'retry', type: 'number', min: '0', value: '5' });
    const times = element('input', { name: 'times', type: 'number', min: '1', placeholder: 'until removed' });
    const amountLabel = element('span', {}, 'Milliseconds');
    const amountRow = element('label', { class: 'row' }, amountLabel, amount);
    const retryRow = field('Retry after (s)', retry);
    const adapt = () => {
      amountRow.hidden = !['latency', 'status'].includes(kind.value);
      retryRow.hidden = kind.value !== 'status';
      amountLabel.textContent = kind.value === 'status' ? 'HTTP status' : 'Milliseconds';
      amount.value = kind.value === 'status' ? '429' : '800';
    };
    kind.addEventListener('change', adapt);
    adapt();
    const submit = (event) => {
      event.preventDefault();
      const values = {
        latency: { latency: { ms: Number(amount.value) } },
        status: { status: { code: Number(amount.value), retry_after: Number(retry.value) || null } },
      };
      return this.post('Fault added', 'faults', {
        target: target.value,
        kind: values[kind.value] ?? kind.value,
        method: method.value || null,
        path: path.value || null,
        remaining: Number(times.value) || null,
      });
    };
    return element('form', { class: 'controls-body', onsubmit: submit },
      element('div', { class: 'controls-pair' }, field('Kind', kind), field('Of', target)),
      element('div', { class: 'controls-pair' }, amountRow, retryRow),
      element('div', { class: 'controls-pair' }, field('Method', method), field('Times', times)),
      field('Path (prefix, or with *)', path),
      element('div', { class: 'controls-row' },
        element('button', { type: 'submit', class: 'action', 'data-control': 'fault-add' }, 'Add fault'),
        this.action('Take all away', 'fault-clear', () => this.post('No faults', 'faults/clear'))));
  }

  /** One press for each state of the console; the server knows them. */
  scenes() {
    return [
      element('div', { class: 'controls-row' }, this.workspace.account.controls.scenes.map(({ name, title, hint }) =>
        this.action(title, `scene-${name}`, () => this.post(`${title}. ${hint}`, 'scene', { name, ticket: this.workspace.current?.id })))),
      element('p', { class: 'controls-note' }, 'Each begins from usual settings and without other faults.'),
    ];
  }

  /** What happens from outside while the agent looks. */
  colleagues() {
    const act = (label, action, words) =>
      this.action(label, `colleague-${action}`, () => this.post(words, 'colleague', { action, ticket: this.workspace.current?.id }));
    return [
      element('div', { class: 'controls-row' },
        act('acknowledges the incident', 'acknowledge', 'Acknowledged from outside'),
        act('resolves the incident', 'resolve', 'Resolved from outside'),
        act('writes a note on it', 'note', 'Noted from outside'),
        act('joins when asked', 'join', 'A responder joined'),
        act('declines when asked', 'decline', 'A responder declined'),
        this.action('changes the ticket', 'other-agent', () => this.post('Priya Nair added a tag and a note', 'ticket/touch', { ticket: this.workspace.current?.id }))),
    ];
  }

  world() {
    const { workspace } = this;
    this.secondTab = element('a', { target: '_blank', 'data-control': 'second-tab' }, 'Open this ticket in a second tab');
    return [
      element('div', { class: 'controls-row' },
        this.action('Load the app again', 'reload', () => this.run('App loaded again', () => (workspace.current ? workspace.current.panel.reload() : workspace.place.reload()))),
        this.action('Close the app', 'close-app', () => this.run('App closed', () => (workspace.current?.panel ?? workspace.place).close())),
        this.action('Reset the world', 'reset', () => this.post('Everything as at the start', 'reset'), true)),
      element('p', { class: 'controls-note' },
        this.secondTab, ' · ',
        element('a', { href: '/outside', target: '_blank' }, 'Open the app outside Zendesk'), ' · ',
        element('a', { href: '/control/requests', target: '_blank' }, 'Requests'), ' · ',
        element('a', { href: '/control/state', target: '_blank' }, 'State')),
    ];
  }
}
