// Pieces that several pages have.

import { html, nothing, render } from './lit-html/lit-html.js';
import * as icons from './icons.js';
import { devices } from './words.js';

/** Renders a page into the document, once for however many changes there were. */
export function page(template) {
  const root = document.getElementById('page');
  let due = false;
  return () => {
    if (!due) {
      due = true;
      queueMicrotask(() => {
        due = false;
        render(template(), root);
      });
    }
  };
}

/** The bar at the top. */
export function bar(user, logOut) {
  return html`<header class="bar">
    <span class="brand"><img src="/assets/icon.svg" alt="" width="28" height="28">Usher</span>
    ${user ? html`<span class="who">${user.name}</span>
      <button class="quiet" type="button" @click=${logOut}>Log out</button>` : nothing}
  </header>`;
}

/** Those who are in a call, with their devices. */
export function roster(participants, self) {
  return html`<ul class="roster" role="list">${participants.map((participant) => html`<li>
    <span class="name">${participant.name}${participant.id === self ? ' (you)' : ''}${participant.kind === 'guest'
      ? html` <span class="tag">guest</span>` : nothing}</span>
    ${participant.handRaisedAt ? html`<span class="raised">${icons.hand()}<span class="unseen">hand raised,</span></span>`
      : nothing}
    ${deviceIcons(participant.state)}
  </li>`)}</ul>`;
}

/** Two icons, and words for who does not see them. */
export function deviceIcons(state = {}) {
  return html`<span class="devices"><span class=${state.mic ? 'on' : 'off'}>${icons.mic(state.mic)}</span><span
    class=${state.cam ? 'on' : 'off'}>${icons.cam(state.cam)}</span><span class="unseen">${devices(state)}</span></span>`;
}

/** Moves the keyboard's focus to the heading of what is new on the page, so that a screen reader reads it. */
export function focusHeading() {
  setTimeout(() => document.querySelector('h1')?.focus());
}
