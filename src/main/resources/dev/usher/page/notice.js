// Refusals on the page: why, and how long until it may be tried again.

import { html, nothing } from './lit-html/lit-html.js';
import { reason } from './words.js';

const TICK = 200;

/** What was refused last, if anything. */
export class Notice {
  #changed;
  #timer;
  #until = 0;
  text = '';

  /** @param changed is called when it reads otherwise */
  constructor(changed) {
    this.#changed = changed;
  }

  /** How many seconds there are to wait. */
  get wait() {
    return Math.max(0, Math.ceil((this.#until - Date.now()) / 1000));
  }

  clear() {
    this.say('');
  }

  /** Says something, and counts down the seconds, if there are any. */
  say(text, seconds = 0) {
    clearInterval(this.#timer);
    this.text = text;
    this.hadWait = seconds > 0;
    this.#until = Date.now() + seconds * 1000;
    if (this.hadWait) {
      let shown = this.wait;
      this.#timer = setInterval(() => {
        if (this.wait === 0) {
          clearInterval(this.#timer);
        }
        if (this.wait !== shown) {
          shown = this.wait;
          this.#changed();
        }
      }, TICK);
    }
    this.#changed();
  }

  /** Says why something was refused. */
  refused(refusal) {
    this.say(reason(refusal), refusal.wait);
  }

  template() {
    return html`<div role="alert" class="alert">${this.text
      ? html`<p class="notice">${this.text} ${this.hadWait && this.wait === 0 ? 'You can try again now.' : nothing}</p>`
      : nothing}</div>
      ${this.wait > 0
        ? html`<p class="countdown" role="timer">You can try again in <b>${this.wait}</b> s.</p>`
        : nothing}`;
  }
}
