// The operator's page, /: all calls and who is in them, as they are now.

import { html, nothing } from './lit-html/lit-html.js';
import { logout, post, user } from './api.js';
import { Events } from './events.js';
import * as icons from './icons.js';
import { LoginForm } from './login.js';
import { Roster } from './roster.js';
import { bar, deviceIcons, focusHeading, page } from './view.js';
import { kind, over, people, reason, title } from './words.js';

const RATES = 60;
const SAID_FOR = 6000;

const changed = page(template);
const loginForm = new LoginForm(changed, begin);

let events;
let rosters = new Map();
let overview = null;
let rates = [];
let connected = true;
let refused = null;
let wanted = '';
let said = '';
let saying;
let dialog = null; // { act: 'end' | 'invite' | 'link', call, link?, copied?, problem? }

begin();

function isOperator() {
  return user()?.roles.includes('admin');
}

function begin() {
  events?.close();
  rosters = new Map();
  overview = null;
  rates = [];
  refused = null;
  if (isOperator()) {
    events = new Events({
      method: 'operator',
      heard,
      refused(refusal) {
        refused = refusal;
        changed();
      },
      connected(now) {
        connected = now;
        changed();
      },
    });
  }
  changed();
  focusHeading();
}

async function logOut() {
  events?.close();
  await logout();
  begin();
}

function heard(event) {
  if (event.type === 'overview') {
    rate(event);
    overview = event;
  } else if (event.type === 'snapshot') {
    rosters = new Map(event.calls.map((entry) =>
      [entry.call.id, new Roster().apply({ type: 'snapshot', ...entry })]));
  } else {
    const roster = rosters.get(event.callId) || new Roster();
    roster.apply(event);
    rosters.delete(event.callId);
    if (roster.call && !over(roster.call.status)) {
      rosters.set(event.callId, roster);
    }
  }
  changed();
}

/** Joins per second since the overview before. A pod that began anew counts from zero. */
function rate(now) {
  if (overview) {
    const joins = now.joins + now.videoChatJoins - overview.joins - overview.videoChatJoins;
    const seconds = (now.at - overview.at) / 1000;
    if (joins >= 0 && seconds > 0) {
      rates = [...rates, joins / seconds].slice(-RATES);
    }
  }
}

function say(text) {
  said = text;
  clearTimeout(saying);
  saying = setTimeout(() => {
    said = '';
    changed();
  }, SAID_FOR);
  changed();
}

function shown() {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return [...rosters.values()]
    .filter(({ call, participants }) => {
      const text = [call.id, call.roomId, call.title, call.providerName, kind(call), call.createdBy.name,
        call.createdBy.username, ...participants.map(({ name, username }) => `${name} ${username || ''}`)]
        .join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => other.call.createdAt - one.call.createdAt);
}

function template() {
  return html`${bar(user(), logOut)}${isOperator() && !refused ? operation() : entrance()}
    ${dialog ? opened() : nothing}`;
}

function entrance() {
  return html`<main class="lobby alone"><section class="card" aria-label="Log in">
    <h1 tabindex="-1">Operation</h1>
    ${refused ? html`<p class="notice" role="alert">${reason(refused)}</p>` : nothing}
    ${!user() ? html`<p>Calls, participants and providers, live. Log in as an operator.</p>${loginForm.template(nothing)}`
      : refused ? html`<button class="primary" type="button" @click=${begin}>Try again</button>`
        : html`<p class="notice" role="alert">This page is for operators only.</p>
          <p>To join a call, follow its link.</p>`}
  </section></main>`;
}

function operation() {
  const calls = shown();
  return html`<main class="operation">
    <div class="title"><h1 tabindex="-1">Operation</h1>
      ${connected ? html`<span class="tag live">live</span>` : html`<span class="tag" role="status">reconnecting …</span>`}
    </div>
    ${overview ? numbers() : nothing}
    <section aria-labelledby="calls">
      <div class="title"><h2 id="calls">Calls <span class="count">${calls.length}</span></h2>
        <input type="search" aria-label="Search calls" placeholder="Search by title, room, person …"
          @input=${({ target }) => { wanted = target.value; changed(); }}></div>
      ${calls.length === 0 ? html`<p class="empty">${wanted ? 'No call matches.' : 'There are no calls at the moment.'}</p>`
        : nothing}
      <ul class="calls" role="list">${calls.map(callItem)}</ul>
    </section>
    <p class="toast" role="status">${said}</p>
  </main>`;
}

function numbers() {
  const { openCalls, participants, refused: turnedAway, providers, mediaServer, store } = overview;
  const last = rates[rates.length - 1] || 0;
  return html`<section aria-label="Overview">
    <dl class="numbers">
      ${number('Open calls', openCalls)}
      ${number('Participants', participants)}
      ${number('Joins per second', last.toFixed(1), curve())}
      ${number('Refused by limits', turnedAway)}
    </dl>
    <ul class="health" role="list" aria-label="Providers and servers">
      ${providers.map(({ label, active, failures, up }) => health(label, up,
        [active ? 'active' : '', failures > 0 ? `${failures} failed` : ''].filter(Boolean).join(', ')))}
      ${mediaServer.configured ? health('Media server', mediaServer.up, '') : nothing}
      <li><span>Store</span> <span class="detail">${store}</span></li>
    </ul>
  </section>`;
}

function number(name, value, more = nothing) {
  return html`<div><dt>${name}</dt><dd>${value}${more}</dd></div>`;
}

function curve() {
  const highest = Math.max(1, ...rates);
  const points = rates.map((each, index) => `${index * 100 / (RATES - 1)},${27 - each * 24 / highest}`).join(' ');
  return html`<svg class="curve" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"><polyline points=${points}/></svg>`;
}

function health(name, up, detail) {
  return html`<li class=${up ? 'up' : 'down'}><span>${name}</span>
    <span class="detail">${up ? 'up' : 'down'}${detail ? `, ${detail}` : ''}</span></li>`;
}

function callItem({ call, participants }) {
  const name = title(call);
  return html`<li class="call" aria-label=${name}>
    <div class="what">
      <h3>${name}</h3>
      <p class="hint">${kind(call)}${call.providerName ? ` · ${call.providerName}` : nothing} · ${call.roomId} ·
        ${call.status === 'scheduled' ? 'scheduled' : html`since <time datetime=${new Date(call.createdAt).toISOString()}>${
          new Date(call.createdAt).toLocaleTimeString([], { timeStyle: 'short' })}</time>`} · by ${call.createdBy.name}</p>
      <p class="present">${people(call.present)}</p>
      ${participants.length > 0 ? html`<ul class="chips" role="list">${participants.map((each) => html`<li>
        <span>${each.name}</span>${each.kind === 'guest' ? html`<span class="tag">guest</span>` : nothing}
        ${deviceIcons(each.state)}</li>`)}</ul>` : nothing}
    </div>
    <div class="actions">
      ${action('Copy link', name, icons.link(), () => copy(linkTo(call), call))}
      ${call.type === 'video-chat' ? action('Invite', name, icons.invite(), () => open('invite', call)) : nothing}
      ${action('End', name, icons.end(), () => open('end', call), 'danger')}
    </div>
  </li>`;
}

function action(label, name, icon, act, look = '') {
  return html`<button type="button" class="small ${look}" aria-label="${label}: ${name}" @click=${act}>${icon}<span>${label}</span></button>`;
}

function linkTo(call, secret) {
  return new URL(`/c/${call.id}${secret ? `#invite=${encodeURIComponent(secret)}` : ''}`, location.href).href;
}

async function copy(link, call) {
  try {
    await navigator.clipboard.writeText(link);
    if (dialog) {
      change({ copied: true });
    } else {
      say('The link is copied.');
    }
  } catch {
    open('link', call, { link });
  }
}

function open(act, call, more = {}) {
  dialog = { act, call, ...more };
  changed();
  setTimeout(() => document.querySelector('dialog:not([open])')?.showModal());
}

function opened() {
  const { act, call, link, copied, problem } = dialog;
  const content = { end: ending, invite: inviting, link: () => nothing }[act];
  return html`<dialog aria-labelledby="asked" @close=${() => { dialog = null; changed(); }}>
    <form class="stack" method="dialog" @submit=${(event) => act === 'invite' && !link && makeInvite(event)}>
      <h2 id="asked">${act === 'end' ? 'End the call for everybody?' : act === 'invite' ? 'Invite to' : 'Link to'}
        ${act === 'end' ? nothing : title(call)}</h2>
      ${content(call)}
      ${link ? html`<label>Link<input readonly .value=${link} @focus=${({ target }) => target.select()}></label>` : nothing}
      ${!link ? nothing : html`<p class="hint" role="status">${copied ? 'The link is copied.' : nothing}</p>`}
      ${problem ? html`<p class="notice" role="alert">${problem}</p>` : nothing}
      <div class="buttons">
        ${act === 'end' ? html`<button class="danger" type="button" @click=${() => end(call)}>End call</button>` : nothing}
        ${act === 'invite' && !link ? html`<button class="primary">Make invite</button>` : nothing}
        ${link ? html`<button class="primary" type="button" @click=${() => copy(link, call)}>Copy</button>` : nothing}
        <button class="quiet" type="button" @click=${close}>${link ? 'Close' : 'Cancel'}</button>
      </div>
    </form>
  </dialog>`;
}

function ending(call) {
  return html`<p>${title(call)}: ${people(call.present).toLowerCase()}.</p>`;
}

function inviting() {
  return dialog.link ? html`<p>Whoever has this link may join as a ${dialog.role}.</p>` : html`<fieldset>
    <legend>Whoever has the link joins as</legend>
    <label class="option"><input type="radio" name="role" value="speaker" checked>Speaker</label>
    <label class="option"><input type="radio" name="role" value="listener">Listener, who may raise a hand</label>
  </fieldset>`;
}

function close() {
  document.querySelector('dialog')?.close();
}

async function makeInvite(event) {
  event.preventDefault();
  const { call } = dialog;
  const role = new FormData(event.target).get('role');
  try {
    const { inviteHash } = await post('video-chat.invite', { id: call.id, role });
    change({ role, link: linkTo(call, inviteHash), problem: '' });
  } catch (refusal) {
    change({ problem: reason(refusal) });
  }
}

async function end(call) {
  try {
    await (call.type === 'video-chat' ? post('video-chat.end', { id: call.id })
      : post('video-conference.end', { callId: call.id }));
    close();
    say(`Ended: ${title(call)}`);
  } catch (refusal) {
    change({ problem: reason(refusal) });
  }
}

function change(more) {
  if (dialog) {
    dialog = { ...dialog, ...more };
    changed();
  }
}
