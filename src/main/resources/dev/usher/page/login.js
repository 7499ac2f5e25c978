import { html } from './lit-html/lit-html.js';
import { login } from './api.js';
import { Notice } from './notice.js';

/** The form in which users say who they are. */
export class LoginForm {
  #notice;
  #changed;
  #done;
  #busy = false;

  /** @param done is called after a login */
  constructor(changed, done) {
    this.#changed = changed;
    this.#done = done;
    this.#notice = new Notice(changed);
  }

  /** @param more what else the form offers */
  template(more) {
    return html`<form class="stack" @submit=${(event) => this.#submit(event)}>
      <label>Username<input name="username" autocomplete="username" autocapitalize="none" required></label>
      <label>Password<input name="password" type="password" autocomplete="current-password" required></label>
      ${this.#notice.template()}
      <button class="primary" ?disabled=${this.#busy || this.#notice.wait > 0}>Log in</button>
      ${more}
    </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    const fields = new FormData(event.target);
    this.#busy = true;
    this.#notice.clear();
    try {
      await login(fields.get('username'), fields.get('password'));
      this.#done();
    } catch (refusal) {
      this.#notice.refused(refusal);
    }
    this.#busy = false;
    this.#changed();
  }
}
