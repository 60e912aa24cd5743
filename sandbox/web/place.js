// The app's own place in the navigation bar: a page of its own at /agent/apps/<app>/<route>, loaded when it is first opened
// and alive while it is hidden.

import { element } from './dom.js';
import { AppInstance } from './zaf.js';

export class AppPlace {
  constructor(host) {
    this.host = host;
    this.route = '';
    this.visible = false;
    this.root = element('article', { class: 'pane place', 'aria-label': host.account.app.name, hidden: true });
  }

  open() {
    if (this.instance) return;
    const { app } = this.host.account;
    this.instance = new AppInstance(this.host, 'nav_bar', undefined, app.nav_bar.url);
    this.instance.isActive = this.visible;
    // Zendesk tells of the pane and the route as soon as somebody listens.
    this.instance.subscribed = (event) => {
      if (event === 'pane.activated' && this.visible) this.instance.emit(event, {});
      if (event === 'app.route.changed' && this.route !== '') this.instance.emit(event, { path: this.route });
    };
    this.root.replaceChildren(this.instance.frame);
  }

  /** Shows the place at a route, or hides it. */
  show(visible, route = this.route) {
    const wasAt = this.route;
    const wasVisible = this.visible;
    this.visible = visible;
    this.route = route;
    this.root.hidden = !visible;
    if (visible) this.open();
    if (!this.instance) return;
    if (visible !== wasVisible) {
      if (visible) this.instance.activate();
      else this.instance.deactivate();
      this.instance.emit(visible ? 'pane.activated' : 'pane.deactivated', {});
    }
    if (visible && route !== wasAt) this.instance.emit('app.route.changed', { path: route });
  }

  async close() {
    const { instance } = this;
    this.instance = undefined;
    await instance?.destroy();
  }

  /** Loads the frame again when it was there. */
  async reload() {
    const wasOpen = this.instance !== undefined;
    await this.close();
    if (wasOpen && this.visible) this.open();
  }
}
