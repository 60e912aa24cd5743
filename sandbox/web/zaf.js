// The host side of the Zendesk Apps Framework v2: one instance is one frame with its own handshake and subscriptions.

import { send } from './requests.js';
import { get, invoke, set } from './paths.js';

/** How long a frame may take to clean up after `app.willDestroy`. */
const GRACE = 150;
/** How long the app may take to answer a hook before the agent is asked to try again. */
const HOOK_PATIENCE = 10_000;

/** One framed app. `host` is the workspace: `{account, page, pane, instances, …}` as `paths.js` reads it. */
export class AppInstance {
  constructor(host, location, ticketId, address = host.account.app.url) {
    this.host = host;
    this.location = location;
    this.ticketId = ticketId;
    this.guid = crypto.randomUUID();
    this.subscriptions = new Map();
    this.hooks = new Map();
    this.registered = false;
    this.activated = false;
    this.isActive = true;
    this.frame = document.createElement('iframe');
    this.frame.title = host.account.app.name;
    this.frame.allow = 'clipboard-write';
    if (host.page.sandboxed) {
      this.frame.setAttribute(
        'sandbox',
        'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms',
      );
    }
    const url = new URL(address);
    url.searchParams.set('origin', window.location.origin);
    url.searchParams.set('app_guid', this.guid);
    url.searchParams.set('colorScheme', host.page.scheme);
    this.origin = url.origin;
    this.frame.src = url.href;
    this.hear = (event) => {
      if (event.source === this.frame.contentWindow && event.origin === this.origin) this.receive(event.data);
    };
    window.addEventListener('message', this.hear);
  }

  context() {
    const { account } = this.host;
    return {
      instanceGuid: this.guid,
      product: 'support',
      host: 'zendesk',
      location: this.location,
      account: { subdomain: account.subdomain },
      ...(this.ticketId ? { ticketId: this.ticketId } : {}),
    };
  }

  metadata() {
    const { app } = this.host.account;
    return {
      appId: app.id,
      installationId: app.installation_id,
      name: app.name,
      version: app.version,
      settings: app.settings,
      plan: { name: null },
      stripe_subscription_id: null,
    };
  }

  post(message) {
    this.frame.contentWindow?.postMessage(JSON.stringify({ ...message, instanceGuid: this.guid }), this.origin);
  }

  /** Tells the app of an event that it subscribed to. */
  emit(event, message) {
    if ((this.subscriptions.get(event) ?? 0) > 0) this.post({ key: `zaf.${event}`, message });
  }

  /** A change of `path`: the event of its own and the one that names every change. */
  emitChange(path, newValue, oldValue) {
    this.emit(`${path}.changed`, newValue);
    this.emit('*.changed', { propertyName: path, newValue, oldValue });
  }

  /** Runs a hook such as `ticket.save`; resolves to undefined when allowed, else to the reason. */
  hook(event) {
    if ((this.subscriptions.get(event) ?? 0) === 0) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('The app did not answer.'), HOOK_PATIENCE);
      this.hooks.set(event, (error) => {
        clearTimeout(timer);
        this.hooks.delete(event);
        resolve(error ? (error.msg ?? 'The app does not allow it.') : undefined);
      });
      this.post({ key: `zaf.${event}`, needsReply: true });
    });
  }

  receive(data) {
    let message = data;
    if (typeof data === 'string') {
      try {
        message = JSON.parse(data);
      } catch {
        return;
      }
    }
    if (message === null || typeof message !== 'object' || message.appGuid !== this.guid) return;
    if (message.request) this.answer(message);
    else if (typeof message.key === 'string') this.notice(message);
  }

  notice({ key, message, instanceGuid, error }) {
    if (key === 'iframe.handshake') {
      this.register();
    } else if (key.startsWith('iframe.on:')) {
      const event = key.slice('iframe.on:'.length);
      this.subscriptions.set(event, message?.subscriberCount ?? 1);
      this.subscribed?.(event);
      if (event === 'app.activated' && !this.activated && this.isActive) this.activate(true);
    } else if (key.startsWith('iframe.off:')) {
      this.subscriptions.set(key.slice('iframe.off:'.length), message?.subscriberCount ?? 0);
    } else if (key.startsWith('iframe.trigger:')) {
      const target = this.host.instances().find((instance) => instance.guid === instanceGuid) ?? this;
      target.emit(key.slice('iframe.trigger:'.length), message);
    } else if (key.startsWith('iframe.reply:')) {
      this.hooks.get(key.slice('iframe.reply:'.length))?.(error);
    } else if (key.startsWith('request:')) {
      this.request(key, message);
    }
    // Whatever else the SDK posts (session.live, tracking) needs no answer.
  }

  /** A document that loads again shakes hands again; its subscriptions start empty. */
  register() {
    this.subscriptions.clear();
    this.activated = false;
    this.registered = true;
    this.post({
      key: 'zaf.app.registered',
      message: { metadata: this.metadata(), context: this.context(), iframe_session_timeout: 300_000 },
    });
  }

  async request(key, options) {
    const sent = typeof options === 'string' ? { url: options } : (options ?? {});
    const { page, account } = this.host;
    const result = await send(sent, { agent: page.agent, endpoints: account.endpoints });
    if (result.done) this.emit(`${key}.done`, { responseArgs: result.done });
    else this.emit(`${key}.fail`, { responseArgs: result.fail });
  }

  async answer({ id, request, params }) {
    const calls = { get, set, invoke }[request];
    if (!calls) {
      this.post({ id, error: { name: 'Error', message: `No such request: ${request}` } });
      return;
    }
    const result = { errors: {} };
    const asked = request === 'get' ? params.map((path) => [path]) : Object.entries(params ?? {});
    for (const [path, value] of asked) {
      try {
        result[path] = await calls(this, path, value);
      } catch (failure) {
        result.errors[path] = { message: failure.message, path, name: 'Error' };
      }
    }
    this.post({ id, result });
  }

  activate(firstLoad = false) {
    this.isActive = true;
    if ((this.subscriptions.get('app.activated') ?? 0) > 0) this.activated = true;
    this.emit('app.activated', { firstLoad });
  }

  deactivate() {
    this.isActive = false;
    this.emit('app.deactivated', {});
  }

  /** Says goodbye, then takes the frame away. */
  async destroy() {
    this.emit('app.willDestroy', {});
    await new Promise((resume) => setTimeout(resume, GRACE));
    window.removeEventListener('message', this.hear);
    this.frame.remove();
  }
}
