// Being in a video chat.

import { html, nothing } from './lit-html/lit-html.js';
import { post } from './api.js';
import * as icons from './icons.js';
import { Notice } from './notice.js';
import { Stage } from './stage.js';
import { roster } from './view.js';
import { Receiver, Sender } from './webrtc.js';
import { title } from './words.js';

const HEARTBEAT = 30000;
/** For so long what was changed here counts, whatever the server said before it heard of that. */
const OWN_CHANGE = 2000;
const ENDED = new Set(['call-ended', 'not-a-participant', 'invalid-params']);

/** One's part in a video chat, from the join on. */
export class Meeting {
  #id;
  #devices;
  #roster;
  #changed;
  #over;
  #notice;
  #sender;
  #receiver;
  #source;
  #self;
  #mix;
  #voices = new Map();
  #heartbeat;
  #closed = false;
  #changedAt = 0;
  #busy = false;
  #hand = false;
  #present = new Map();
  #news = '';
  #stage = new Stage();
  #picture;

  /**
   * @param changed is called when there is something new to render
   * @param over    takes what has ended it, in plain words; nothing if one left
   */
  constructor({ id, roster: known, devices, changed, over }) {
    this.#id = id;
    this.#roster = known;
    this.#devices = devices;
    this.#changed = changed;
    this.#over = over;
    this.#notice = new Notice(changed);
  }

  /** Joins. Fails with a Refusal, or with another error if the media do not get through. */
  async join(options) {
    const { mic, cam } = this.#devices;
    const { mode } = this.#roster.call;
    this.#sender = new Sender(mode, { audio: mic.track, video: cam.track }, {
      received: (stream) => {
        this.#mix = stream;
        this.#hear();
      },
      lost: () => this.#end('The connection to the call was lost.'),
    });
    try {
      const params = await this.#sender.params();
      this.#source = params.ssrc;
      const answer = await post('video-chat.join',
        { id: this.#id, params: JSON.stringify(params), audio: mic.on, video: cam.on, ...options });
      await this.#sender.connect(JSON.parse(answer.params)).catch((failure) => {
        this.#tellLeft();
        throw failure;
      });
    } catch (failure) {
      this.#sender.close();
      throw failure;
    }
    if (mode === 'video') {
      this.#receiver = new Receiver((body) => post('video-chat.subscribe', { id: this.#id, ...body }),
        () => {
          this.#hear();
          this.#changed();
        });
    }
    this.#devices.addEventListener('track', this.#track);
    addEventListener('pagehide', this.#hide);
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT);
    this.#touched();
  }

  /** Takes in what the roster says now. */
  update() {
    if (this.#closed) {
      return;
    }
    const { participants } = this.#roster;
    const self = participants.find(({ source }) => source === this.#source);
    if (self) {
      this.#self = self.id;
      this.#hand = Boolean(self.handRaisedAt);
      if (Date.now() - this.#changedAt >= OWN_CHANGE && !this.#busy) {
        this.#obey(self.state);
      }
    } else if (this.#self && !this.#roster.find(this.#self)) {
      this.#end('You were disconnected from the call.');
      return;
    }
    this.#tellNews();
    this.#receiver?.want(this.#others().filter(({ source }) => source !== undefined));
    this.#hear();
  }

  leave() {
    this.#tellLeft();
    this.#end('');
  }

  /** Ends all that runs here. */
  close() {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    this.#devices.removeEventListener('track', this.#track);
    removeEventListener('pagehide', this.#hide);
    this.#receiver?.close();
    this.#sender.close();
    this.#voices.forEach((voice) => voice.pause());
  }

  template() {
    const { call, participants } = this.#roster;
    const { mic, cam } = this.#devices;
    const maySpeak = this.#roster.find(this.#self)?.canSpeak !== false;
    this.#stage.show([this.#own(), ...this.#others().map((other) => ({
      ...other, mic: other.state.mic, cam: other.state.cam, stream: this.#receiver?.streams.get(other.endpoint),
    }))]);
    return html`<main class="meeting">
      <div class="title"><h1 tabindex="-1">${title(call)}</h1>${call.liveStream ? html`<span class="tag">live</span>` : nothing}</div>
      ${this.#stage.element}
      <aside aria-labelledby="people"><h2 id="people">People <span class="count">${participants.length}</span></h2>
        ${roster(participants, this.#self)}</aside>
      <p class="unseen" role="status">${this.#news}</p>
      <footer class="controls">
        ${this.#notice.template()}
        <div class="buttons" role="group" aria-label="Call controls">
          ${control(mic.on ? 'Mute' : 'Unmute', icons.mic(mic.on), mic.on ? '' : 'isOff', !maySpeak || this.#busy,
            () => this.#turn(mic, { muted: mic.on }))}
          ${call.mode === 'voice' ? nothing
            : control(cam.on ? 'Stop camera' : 'Start camera', icons.cam(cam.on), cam.on ? '' : 'isOff', this.#busy,
              () => this.#turn(cam, { videoStopped: cam.on }))}
          ${maySpeak ? nothing
            : control(this.#hand ? 'Lower hand' : 'Raise hand', icons.hand(), this.#hand ? 'isOn' : '', this.#busy,
              () => this.#edit({ raiseHand: !this.#hand }))}
          ${control('Leave', icons.leave(), 'danger', false, () => this.leave())}
        </div>
        ${maySpeak ? nothing : html`<p class="hint">You are muted by who manages the call.</p>`}
      </footer>
    </main>`;
  }

  #tellNews() {
    const before = this.#present;
    this.#present = new Map(this.#others().map(({ id, name }) => [id, name]));
    const joined = [...this.#present].filter(([id]) => !before.has(id)).map(([, name]) => `${name} joined.`);
    const left = [...before].filter(([id]) => !this.#present.has(id)).map(([, name]) => `${name} left.`);
    this.#news = [...joined, ...left].join(' ') || this.#news;
  }

  #own() {
    const { mic, cam } = this.#devices;
    if (this.#picture?.getTracks()[0] !== (cam.track || undefined)) {
      this.#picture = cam.track ? new MediaStream([cam.track]) : undefined;
    }
    const name = this.#roster.find(this.#self)?.name || 'You';
    return { id: 'self', name, self: true, mic: mic.on, cam: cam.on, stream: this.#picture };
  }

  #others() {
    return this.#roster.participants.filter(({ id, source }) => id !== this.#self && source !== this.#source);
  }

  /** Plays what is not heard with somebody's picture: of who has no video, and in voice chats of everybody. */
  #hear() {
    const pictures = new Set(this.#others().map(({ endpoint }) => endpoint));
    const streams = [...this.#receiver?.streams.values() || [], ...this.#mix ? [this.#mix] : []]
      .filter(({ id }) => !pictures.has(id));
    for (const [stream, voice] of this.#voices) {
      if (!streams.includes(stream)) {
        voice.pause();
        this.#voices.delete(stream);
      }
    }
    streams.filter((stream) => !this.#voices.has(stream)).forEach((stream) => {
      const voice = new Audio();
      voice.srcObject = stream;
      voice.play().catch(() => {});
      this.#voices.set(stream, voice);
    });
  }

  #track = ({ detail: { kind, track } }) => this.#sender.send(kind, track);

  #hide = () => this.#tellLeft(true);

  #tellLeft(last = false) {
    post('video-chat.leave', { id: this.#id }, { last }).catch(() => {});
  }

  #end(why) {
    if (!this.#closed) {
      this.close();
      this.#over(why);
    }
  }

  async #turn(device, change) {
    const on = !device.on;
    this.#touched();
    await this.#devices.turn(device, on);
    if (device.on !== on) {
      this.#notice.say(`${device.kind === 'audio' ? 'Microphone' : 'Camera'}: ${device.problem}.`);
    } else if (!await this.#edit(change)) {
      await this.#devices.turn(device, false);
    }
    this.#touched();
  }

  async #edit(change) {
    this.#busy = true;
    this.#notice.clear();
    try {
      await post('video-chat.edit-participant', { id: this.#id, ...change });
      return true;
    } catch (refusal) {
      this.#notice.refused(refusal);
      return false;
    } finally {
      this.#busy = false;
      this.#changed();
    }
  }

  /** Nobody else can turn a device on, but who manages the call can turn it off. */
  #obey({ mic: micOn, cam: camOn }) {
    const { mic, cam } = this.#devices;
    if (mic.on && !micOn) {
      this.#devices.turn(mic, false);
    }
    if (cam.on && !camOn) {
      this.#devices.turn(cam, false);
    }
  }

  #touched() {
    this.#changedAt = Date.now();
    setTimeout(() => this.update(), OWN_CHANGE);
  }

  #beat() {
    post('video-conference.heartbeat', { callId: this.#id }).catch(({ code }) => {
      if (ENDED.has(code)) {
        this.#end('You were disconnected from the call.');
      }
    });
  }
}

function control(label, icon, look, disabled, act) {
  return html`<button type="button" class="control ${look}" ?disabled=${disabled} @click=${act}>${icon}<span>${label}</span></button>`;
}
