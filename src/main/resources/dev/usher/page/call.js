// The page of one call, /c/…: the lobby, and for video chats the call itself.

import { html, nothing } from './lit-html/lit-html.js';
import { invite, keepInvite, logout, post, Refusal, user } from './api.js';
import { Devices } from './devices.js';
import { Events } from './events.js';
import { about, Preview } from './lobby.js';
import { LoginForm } from './login.js';
import { Meeting } from './meeting.js';
import { Notice } from './notice.js';
import { Roster } from './roster.js';
import { bar, focusHeading, page } from './view.js';
import { over, reason, title } from './words.js';

const id = decodeURIComponent(location.pathname.split('/')[2]);
const isConference = /^[0-9a-f]{24}$/.test(id);
const isCall = isConference || /^\d{1,19}$/.test(id);

takeInvite();

const changed = page(template);
const devices = new Devices();
const preview = new Preview(devices);
const notice = new Notice(changed);
const loginForm = new LoginForm(changed, identified);

let roster = new Roster();
let events;
let connected = true;
let asGuest = Boolean(invite(id));
let hidden = null; // why the call cannot be seen: a Refusal
let joining = false;
let going = null; // the address of the conference one is on the way to
let meeting = null;
let looking = false; // whether the preview is on
let left = null; // how one's part in the video chat has ended

devices.addEventListener('change', changed);
addEventListener('hashchange', () => takeInvite() && location.reload());
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
if (isCall) {
  follow();
}
changed();

/** The secret is kept out of the address, and so out of the history and of what is copied from there. */
function takeInvite() {
  const secret = new URLSearchParams(location.hash.slice(1)).get('invite');
  if (secret) {
    keepInvite(id, secret);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return secret;
}

function follow() {
  events?.close();
  roster = new Roster();
  hidden = null;
  connected = true;
  events = new Events({
    method: isConference ? 'video-conference' : 'video-chat',
    call: isConference ? { callId: id } : { id },
    inviteHash: isConference ? undefined : invite(id) || undefined,
    heard,
    refused(refusal) {
      hidden = refusal;
      changed();
    },
    connected(now) {
      connected = now;
      changed();
    },
  });
}

function heard(event) {
  roster.apply(event);
  document.title = `${title(roster.call)} – Usher`;
  const why = over(roster.call.status);
  if (why) {
    events.close();
    if (meeting) {
      meeting.close();
      finished(why);
    }
    letGo();
  } else if (meeting) {
    meeting.update();
  } else {
    look();
  }
  changed();
}

/** Shows the preview to who may join, once there is something to join. */
function look() {
  const may = roster.call && !over(roster.call.status) && !going && (user() || asGuest);
  if (may && !looking) {
    looking = true;
    preview.start(roster.call.mode !== 'voice');
  } else if (!may && looking) {
    letGo();
  }
}

function beGuest(now) {
  asGuest = now;
  look();
  changed();
}

function identified() {
  asGuest = false;
  notice.clear();
  follow();
  focusHeading();
}

async function logOut() {
  await logout();
  notice.clear();
  follow();
  look();
  changed();
}

function letGo() {
  looking = false;
  preview.stop();
  devices.stop();
}

async function join(event) {
  event.preventDefault();
  const name = new FormData(event.target).get('name')?.trim();
  joining = true;
  left = null;
  notice.clear();
  await preview.ready();
  try {
    await (isConference ? joinConference(name ? { name } : {}) : joinVideoChat(name ? { name } : {}));
  } catch (refusal) {
    if (refusal instanceof Refusal) {
      notice.refused(refusal);
    } else {
      notice.say('No audio or video gets through to the media server from here.');
    }
  }
  joining = false;
  changed();
}

async function joinConference(options) {
  const { url } = await post('video-conference.join',
    { callId: id, state: { mic: devices.mic.on, cam: devices.cam.on }, ...options });
  if (!/^https?:/i.test(url)) {
    throw new Refusal(0, { errorType: 'failed-to-get-url' });
  }
  letGo();
  going = url;
  location.assign(url);
}

async function joinVideoChat(options) {
  const joined = new Meeting({ id, roster, devices, changed, over: finished });
  await joined.join(invite(id) ? { inviteHash: invite(id), ...options } : options);
  preview.stop();
  looking = false;
  meeting = joined;
  meeting.update();
  focusHeading();
}

function finished(why) {
  meeting = null;
  left = why || 'You have left the call.';
  look();
  focusHeading();
  changed();
}

function template() {
  if (meeting) {
    return html`${bar(null)}
      ${connected ? nothing : html`<p class="notice calm" role="status">Looking again who is here …</p>`}
      ${meeting.template()}`;
  }
  const nothingToJoin = !isCall ? 'This address names no call.' : over(roster.call?.status);
  return html`${bar(user(), logOut)}
    <main class="lobby ${looking ? '' : 'alone'}">
      ${!looking ? nothing : preview.template(roster.call?.mode !== 'voice')}
      <section class="card" aria-label="Join">
        ${about(roster.call, roster.participants, connected)}
        ${left ? html`<p class="notice calm" role="status">${left}</p>` : nothing}
        ${going ? goingThere() : nothingToJoin ? dead(nothingToJoin) : entrance()}
      </section>
    </main>`;
}

function dead(why) {
  return html`<p class="notice" role="alert">${why}</p>`;
}

function goingThere() {
  return html`<p role="status">Taking you to the call …</p><p><a href=${going}>Go there</a> if nothing happens.</p>`;
}

function entrance() {
  if (hidden && user()) {
    return html`${dead(reason(hidden))}
      <button class="primary" type="button" @click=${() => { follow(); changed(); }}>Try again</button>`;
  }
  if (hidden) {
    return html`${dead(hidden.status === 401 || hidden.code.startsWith('INVITE') ? reason(hidden)
      : invite(id) ? 'This invite is not valid, or not any more. Ask for a new one, or log in.'
        : 'There is no such call, or only people with an account may join it. Log in to find out.')}
      ${loginForm.template(nothing)}`;
  }
  if (!user() && !asGuest) {
    const guestsMay = isConference && roster.call;
    return loginForm.template(guestsMay ? html`<button class="quiet" type="button"
      @click=${() => beGuest(true)}>Continue as guest</button>` : nothing);
  }
  const notBegun = roster.call?.status === 'scheduled';
  return html`<form class="stack" @submit=${join}>
    ${user() ? nothing : html`<label>Your name<input name="name" maxlength="64" autocomplete="name"
      placeholder="Guest"></label>`}
    ${notBegun ? html`<p class="notice calm">${begins(roster.call.scheduledFor)}</p>` : nothing}
    ${notice.template()}
    <button class="primary" ?disabled=${joining || notBegun || !roster.call || notice.wait > 0}>${joining
      ? 'Joining …' : 'Join'}</button>
    ${user() ? nothing : html`<button class="quiet" type="button"
      @click=${() => beGuest(false)}>I have an account</button>`}
  </form>`;
}

function begins(at) {
  const when = at ? new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }) : '';
  return `This call has not begun yet${when ? `; it is planned for ${when}` : ''}.`;
}
