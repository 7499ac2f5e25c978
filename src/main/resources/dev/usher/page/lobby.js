// What one sees before joining: who is there, oneself, and how to go in.

import { html, nothing } from './lit-html/lit-html.js';
import * as icons from './icons.js';
import { over, kind, people, title } from './words.js';
import { roster } from './view.js';

const METER_EVERY = 80;
const READY_WITHIN = 3000;

/** Camera preview, microphone meter and the choice of devices. */
export class Preview {
  #devices;
  #video = document.createElement('video');
  #meter = document.createElement('meter');
  #timer;
  #started;

  constructor(devices) {
    this.#devices = devices;
    Object.assign(this.#video, { autoplay: true, muted: true, playsInline: true });
    this.#video.setAttribute('aria-label', 'Your camera');
    Object.assign(this.#meter, { min: 0, max: 1 });
    this.#meter.setAttribute('aria-label', 'Microphone level');
  }

  start(withCamera) {
    this.#timer = setInterval(() => {
      this.#meter.value = this.#devices.level();
    }, METER_EVERY);
    this.#started = this.#devices.start(withCamera);
  }

  /** When the devices are there; not too late for who does not answer the browser's question. */
  ready() {
    return Promise.race([this.#started, new Promise((resolve) => setTimeout(resolve, READY_WITHIN))]);
  }

  stop() {
    clearInterval(this.#timer);
    this.#video.srcObject = null;
  }

  template(withCamera) {
    const { mic, cam } = this.#devices;
    if (this.#video.srcObject?.getTracks()[0] !== (cam.track || undefined)) {
      this.#video.srcObject = cam.track ? new MediaStream([cam.track]) : null;
    }
    return html`<section class="preview" aria-label="Camera and microphone">
      <div class="mirror">
        ${cam.track ? this.#video : html`<p>${withCamera ? 'Your camera is off' : 'This call has no video'}</p>`}
        <div class="toggles">
          ${this.#toggle(mic, 'microphone', icons.mic)}
          ${withCamera ? this.#toggle(cam, 'camera', icons.cam) : nothing}
        </div>
      </div>
      <div class="choices">
        ${this.#choice(mic, 'Microphone', this.#meter)}
        ${withCamera ? this.#choice(cam, 'Camera', nothing) : nothing}
      </div>
    </section>`;
  }

  #toggle(device, name, icon) {
    const label = `Turn ${name} ${device.on ? 'off' : 'on'}`;
    return html`<button type="button" class="round ${device.on ? '' : 'isOff'}" aria-label=${label} title=${label}
      @click=${() => this.#devices.turn(device, !device.on)}>${icon(device.on)}</button>`;
  }

  #choice(device, name, more) {
    return html`<div class="choice">
      <label>${name}<select ?disabled=${device.choices.length === 0}
        @change=${({ target }) => this.#devices.choose(device, target.value)}>
        ${device.choices.length === 0 ? html`<option>None</option>` : nothing}
        ${device.choices.map(({ deviceId, label }) =>
          html`<option value=${deviceId} .selected=${deviceId === device.deviceId}>${label}</option>`)}
      </select></label>
      ${device.problem ? html`<p class="hint">${name}: ${device.problem}.</p>` : more}
    </div>`;
  }
}

/** Which call it is, and who is there. */
export function about(call, participants, connected) {
  const headline = call ? title(call) : 'Join a call';
  return html`<div class="about">
    ${call ? html`<p class="kind">${kind(call)}</p>` : nothing}
    <h1 tabindex="-1">${headline}</h1>
    ${call && !over(call.status) ? html`<p class="there" role="status">${people(call.present)}</p>
      ${roster(participants)}
      ${connected ? nothing : html`<p class="hint" role="status">Looking again who is here …</p>`}` : nothing}
  </div>`;
}
