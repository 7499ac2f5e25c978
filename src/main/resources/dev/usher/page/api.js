// Usher's API, and as whom this tab uses it: a user who has logged in, a guest, or nobody yet.

const BASE = '/api/v1/';
const SESSION = 'usher.session';
const GUEST = 'usher.guestToken';
const UNAUTHORIZED = 401;

/** What was not done: why, and how many seconds to wait before it may be. Status 0 if there was no answer. */
export class Refusal extends Error {
  constructor(status, { error, errorType } = {}, wait = 0) {
    super(error || errorType || `status ${status}`);
    this.status = status;
    this.code = errorType || error || '';
    this.wait = wait;
  }
}

/** The user of this tab: { userId, authToken, username, name, roles }; null for a guest. */
export function user() {
  return JSON.parse(sessionStorage.getItem(SESSION));
}

/** An invite that was followed to a call; null without one. */
export function invite(id) {
  return sessionStorage.getItem(`usher.invite.${id}`);
}

export function keepInvite(id, secret) {
  sessionStorage.setItem(`usher.invite.${id}`, secret);
}

/** Asks with the given query. */
export function get(method, query) {
  return send(`${method}?${new URLSearchParams(query)}`, { method: 'GET' });
}

/** Asks with the given body; `last` lets the page go while the answer is still to come. */
export async function post(method, body, { last = false } = {}) {
  const answer = await send(method, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    keepalive: last,
  });
  if (answer.guestToken) {
    sessionStorage.setItem(GUEST, answer.guestToken);
  }
  return answer;
}

/** Logs in by name and password, and stays so in this tab. */
export async function login(username, password) {
  forget();
  const { data } = await post('login', { user: username, password });
  const { me, ...credentials } = data;
  sessionStorage.setItem(SESSION, JSON.stringify(
    { ...credentials, username: me.username, name: me.name, roles: me.roles }));
}

export async function logout() {
  const done = post('logout', {});
  sessionStorage.removeItem(SESSION);
  await done.catch(() => {});
}

function forget() {
  sessionStorage.removeItem(SESSION);
  sessionStorage.removeItem(GUEST);
}

function credentials() {
  const known = user();
  if (known) {
    return { 'X-User-Id': known.userId, 'X-Auth-Token': known.authToken };
  }
  const guest = sessionStorage.getItem(GUEST);
  return guest ? { 'X-Guest-Token': guest } : {};
}

async function send(path, { headers, ...request }) {
  let response;
  let answer;
  try {
    response = await fetch(BASE + path, { ...request, headers: { ...headers, ...credentials() } });
    answer = await response.json();
  } catch {
    throw new Refusal(response ? response.status : 0);
  }
  if (response.ok) {
    return answer;
  }
  if (response.status === UNAUTHORIZED) {
    forget();
  }
  throw new Refusal(response.status, answer, wait(response.headers));
}

function wait(headers) {
  const seconds = Number(headers.get('Retry-After'));
  const reset = Number(headers.get('X-RateLimit-Reset'));
  return seconds > 0 ? seconds
    : reset > 0 && headers.get('X-RateLimit-Remaining') === '0' ? Math.max(0, Math.ceil((reset - Date.now()) / 1000))
      : 0;
}
