import { html, nothing, render } from './lit-html/lit-html.js';
import * as icons from './icons.js';
import { initials } from './words.js';

const HUES = 6;

/** The pictures of those who are in a call. A video element stays the same one for as long as its person is there. */
export class Stage {
  element = document.createElement('div');
  #tiles = new Map();

  constructor() {
    this.element.className = 'stage';
  }

  /** Shows these people: { id, name, stream, self, mic, cam } */
  show(people) {
    const gone = new Set(this.#tiles.keys());
    people.forEach((person) => {
      gone.delete(person.id);
      if (!this.#tiles.has(person.id)) {
        const tile = document.createElement('figure');
        this.#tiles.set(person.id, tile);
        this.element.append(tile);
      }
      this.#render(person, this.#tiles.get(person.id));
    });
    gone.forEach((id) => {
      this.#tiles.get(id).remove();
      this.#tiles.delete(id);
    });
    this.element.dataset.count = Math.min(people.length, 9);
  }

  #render({ id, name, stream, self, mic, cam }, tile) {
    tile.className = `tile${cam && stream ? '' : ' dark'}${self ? ' self' : ''}`;
    tile.setAttribute('aria-label', self ? `${name} (you)` : name);
    render(html`
      <video autoplay playsinline .muted=${self} .srcObject=${stream || null} aria-hidden="true"></video>
      <span class="avatar hue${hue(id)}" aria-hidden="true">${initials(name)}</span>
      <figcaption>${mic ? nothing : icons.mic(false)}<span>${self ? `${name} (you)` : name}</span></figcaption>`, tile);
  }
}

function hue(id) {
  return [...id].reduce((sum, char) => sum + char.codePointAt(0), 0) % HUES;
}
