// The apps panel: a column of 240 to 720 px that the agent resizes, with the framed app in it.

import { element, icon, ICONS } from './dom.js';
import { AppInstance } from './zaf.js';

const NARROWEST = 240;
const WIDEST = 720;
const STEP = 16;

export class AppsPanel {
  constructor(host, pane) {
    this.host = host;
    this.pane = pane;
    this.collapsed = false;
    const { name, logo } = host.account.app;
    this.body = element('div', { class: 'app-body' });
    this.toggle = element('button', { type: 'button', class: 'app-head', 'aria-expanded': 'true', onclick: () => this.collapse(!this.collapsed) },
      element('img', { src: logo, alt: '', width: '20', height: '20', onerror: (event) => event.target.remove() }),
      element('span', {}, name), icon(ICONS.chevron));
    this.handle = element('div', {
      class: 'handle', role: 'separator', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': 'Width of the apps panel',
      'aria-valuemin': String(NARROWEST), 'aria-valuemax': String(WIDEST),
      onpointerdown: (event) => this.drag(event), onkeydown: (event) => this.key(event),
    });
    this.root = element('aside', { class: 'apps', 'aria-label': 'Apps' }, this.toggle, this.body);
    const entry = (path, label) => element('span', { class: 'strip-icon', title: label }, icon(path));
    this.strip = element('div', { class: 'strip', 'aria-hidden': 'true' }, entry(ICONS.user, 'Customer'), entry(ICONS.book, 'Knowledge'), entry(ICONS.apps, 'Apps'));
    this.elements = [this.handle, this.root, this.strip];
    this.setWidth(host.page.width);
  }

  open() {
    if (this.instance) return;
    this.instance = new AppInstance(this.host, 'ticket_sidebar', this.pane.id);
    this.body.style.blockSize = '';
    this.body.replaceChildren(this.instance.frame);
  }

  async close() {
    const { instance } = this;
    this.instance = undefined;
    await instance?.destroy();
  }

  async reload() {
    await this.close();
    this.open();
  }

  collapse(collapsed) {
    this.collapsed = collapsed;
    this.toggle.setAttribute('aria-expanded', String(!collapsed));
    this.body.hidden = collapsed;
    this.instance?.emit(collapsed ? 'app.collapsed' : 'app.expanded', {});
  }

  /** The app asks for a height: pixels, a number, or a share of the panel. */
  resize({ height }) {
    if (height === undefined || height === null) return;
    const text = String(height).trim();
    const size = /^\d+(\.\d+)?$/.test(text) ? `${text}px` : text;
    if (/^\d+(\.\d+)?(px|vh|%)$/.test(size)) this.body.style.blockSize = size === '100%' ? '' : size;
  }

  setWidth(width) {
    const kept = Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)));
    this.root.style.inlineSize = `${kept}px`;
    this.handle.setAttribute('aria-valuenow', String(kept));
    this.width = kept;
  }

  drag(event) {
    event.preventDefault();
    const start = event.clientX;
    const before = this.width;
    const towardsStart = document.documentElement.dir === 'rtl' ? 1 : -1;
    this.handle.setPointerCapture(event.pointerId);
    // A frame under the pointer would swallow the movement.
    document.body.classList.add('is-resizing');
    const move = ({ clientX }) => this.host.setWidth(before + (clientX - start) * towardsStart);
    const end = () => {
      document.body.classList.remove('is-resizing');
      this.handle.removeEventListener('pointermove', move);
    };
    this.handle.addEventListener('pointermove', move);
    this.handle.addEventListener('lostpointercapture', end, { once: true });
  }

  key(event) {
    const wider = document.documentElement.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const narrower = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const to = { [wider]: this.width + STEP, [narrower]: this.width - STEP, Home: NARROWEST, End: WIDEST }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.host.setWidth(to);
  }
}
