// Event streams. An EventSource sends no credentials, so each is opened with a ticket, which is good once.

import { post } from './api.js';

const TYPES = ['snapshot', 'participant-joined', 'participant-state', 'participant-left', 'call-started',
  'call-renamed', 'call-ended', 'overview'];
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15000;
const MAY_PASS = new Set([0, 429, 500, 502, 503, 504]);

/** Events of one call or of all; opened again, with another ticket and where it broke off, until it is closed. */
export class Events {
  #source;
  #timer;
  #closed = false;
  #delay = FIRST_DELAY;
  #lastEventId = '';

  /**
   * @param method  the prefix of the endpoints, such as video-chat
   * @param call    what names the call: {id} or {callId}; none for all
   * @param inviteHash an invite, for who needs one
   * @param heard   takes every event
   * @param refused takes the refusal that ends it
   * @param connected takes whether events come at the moment
   */
  constructor({ method, call = {}, inviteHash, heard, refused, connected = () => {} }) {
    Object.assign(this, { method, call, inviteHash, heard, refused, connected });
    this.#open();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  async #open() {
    try {
      const { ticket } = await post(`${this.method}.events-ticket`,
        this.inviteHash ? { ...this.call, inviteHash: this.inviteHash } : this.call);
      if (!this.#closed) {
        this.#listen(ticket);
      }
    } catch (refusal) {
      if (this.#closed) {
        return;
      }
      if (MAY_PASS.has(refusal.status)) {
        this.#again(refusal.wait * 1000);
      } else {
        this.close();
        this.refused(refusal);
      }
    }
  }

  #listen(ticket) {
    const query = new URLSearchParams({ ...this.call, ticket });
    if (this.#lastEventId) {
      query.set('lastEventId', this.#lastEventId);
    }
    const source = new EventSource(`/api/v1/${this.method}.events?${query}`);
    this.#source = source;
    TYPES.forEach((type) => source.addEventListener(type, (event) => {
      this.#delay = FIRST_DELAY;
      this.#lastEventId = event.lastEventId;
      this.connected(true);
      this.heard(JSON.parse(event.data));
    }));
    source.onerror = () => {
      source.close();
      if (!this.#closed) {
        this.connected(false);
        this.#again(0);
      }
    };
  }

  #again(atLeast) {
    const delay = Math.max(atLeast, this.#delay * (0.5 + Math.random() / 2));
    this.#delay = Math.min(LONGEST_DELAY, this.#delay * 2);
    this.#timer = setTimeout(() => this.#open(), delay);
  }
}
