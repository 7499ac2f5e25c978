// The microphone and the camera of who joins: which ones, on or off, what they send, and how loud it is.

const CONSTRAINTS = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } },
};
const PROBLEMS = {
  NotAllowedError: 'not allowed; the browser can change that',
  NotFoundError: 'none found',
  NotReadableError: 'in use elsewhere',
};

/** One of the two, `audio` or `video`. */
class Device {
  on = false;
  track = null;
  deviceId = '';
  problem = '';
  choices = [];

  constructor(kind) {
    this.kind = kind;
  }
}

/** Tells every change by the event `change`, and another track by `track`, whose detail is the device. */
export class Devices extends EventTarget {
  mic = new Device('audio');
  cam = new Device('video');
  #context;
  #analyser;
  #heard;

  constructor() {
    super();
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#list());
  }

  /** Turns both on, as far as there are any, with one question to the person. */
  async start(withCamera) {
    const wanted = withCamera ? [this.mic, this.cam] : [this.mic];
    try {
      const stream = await capture(Object.fromEntries(wanted.map(({ kind }) => [kind, CONSTRAINTS[kind]])));
      wanted.forEach((device) => this.#take(device, stream.getTracks().find(({ kind }) => kind === device.kind)));
    } catch {
      for (const device of wanted) {
        await this.#open(device);
      }
    }
    await this.#list();
  }

  /** Turns one on or off. A camera that is off is let go; a microphone is only silent, so that it is back at once. */
  async turn(device, on) {
    if (device === this.mic && device.track) {
      device.track.enabled = on;
      device.on = on;
    } else if (on) {
      await this.#open(device);
      await this.#list();
    } else {
      this.#drop(device);
      this.#tell('track', device);
    }
    this.#tell('change');
  }

  /** Uses another one from now on. */
  async choose(device, deviceId) {
    device.deviceId = deviceId;
    const { on } = device;
    if (on || device.track) {
      await this.#open(device);
      if (device === this.mic && !on && device.track) {
        device.track.enabled = false;
        device.on = false;
      }
    }
    this.#tell('change');
  }

  /** Lets everything go. */
  stop() {
    [this.mic, this.cam].forEach((device) => this.#drop(device));
    this.#context?.close();
    this.#context = undefined;
    this.#heard = undefined;
  }

  /** How loud it is at the microphone, 0 to 1. */
  level() {
    if (!this.mic.on || !this.mic.track) {
      return 0;
    }
    this.#listen();
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return power > 0 ? Math.min(1, Math.max(0, 1 + Math.log10(power) / 6)) : 0;
  }

  #listen() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    }
    if (this.#context.state === 'suspended') {
      this.#context.resume();
    }
    if (this.#heard?.track !== this.mic.track) {
      this.#heard?.source.disconnect();
      const source = this.#context.createMediaStreamSource(new MediaStream([this.mic.track]));
      source.connect(this.#analyser);
      this.#heard = { track: this.mic.track, source };
    }
  }

  async #open(device) {
    const { kind, deviceId } = device;
    try {
      const which = deviceId ? { deviceId: { exact: deviceId } } : {};
      const stream = await capture({ [kind]: { ...CONSTRAINTS[kind], ...which } });
      this.#take(device, stream.getTracks()[0]);
    } catch ({ name }) {
      this.#drop(device);
      device.problem = PROBLEMS[name] || 'not available';
      this.#tell('track', device);
    }
  }

  #take(device, track) {
    device.track?.stop();
    Object.assign(device, { track, on: true, problem: '', deviceId: track.getSettings().deviceId || '' });
    track.onended = () => {
      this.#drop(device);
      device.problem = 'unplugged';
      this.#tell('track', device);
      this.#tell('change');
    };
    this.#tell('track', device);
  }

  #drop(device) {
    device.track?.stop();
    device.track = null;
    device.on = false;
  }

  async #list() {
    const all = await navigator.mediaDevices?.enumerateDevices() || [];
    [this.mic, this.cam].forEach((device) => {
      device.choices = all.filter(({ kind, deviceId }) => kind === `${device.kind}input` && deviceId)
        .map(({ deviceId, label }, index) => ({ deviceId, label: label || `${index + 1}` }));
    });
    this.#tell('change');
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function capture(constraints) {
  if (!navigator.mediaDevices) {
    return Promise.reject(new DOMException('only over HTTPS', 'NotFoundError'));
  }
  return navigator.mediaDevices.getUserMedia(constraints);
}
