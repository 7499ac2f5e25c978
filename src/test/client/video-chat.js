// A web client of Usher's video chats, in the page video-chat.html: joins a call with media of its own, receives
// that of others, and tells what it sends and hears. video-chat.cjs drives it through the global `chat`.
'use strict';

const SILENCE = -150;
const LOWEST_TONE = 100;

class Chat {
  // { baseUrl, id, userId, token, mode, setup, wire, audio, video, camera, hz, deadline }
  constructor(options) {
    Object.assign(this, { mode: 'video', setup: 'active', wire: 'rest', camera: true, deadline: 20000 }, options);
    this.context = new AudioContext({ sampleRate: 48000 });
    this.ear = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
  }

  async join() {
    const begun = performance.now();
    const connection = new RTCPeerConnection();
    this.connection = connection;
    const sends = { direction: this.mode === 'voice' ? 'sendrecv' : 'sendonly' };
    connection.addTransceiver(this.tone(), sends);
    if (this.mode === 'video' && this.camera) {
      connection.addTransceiver(await camera(), sends);
    }
    this.listen(connection);
    await connection.setLocalDescription(await connection.createOffer());

    const { sdp } = connection.localDescription;
    this.params = paramsFrom(sdp, this.setup);
    this.document = JSON.parse(await this.requestJoin(JSON.stringify(this.params)));
    const joined = performance.now();
    this.answer = answerTo(sdp, this.document, this.mode);
    await connection.setRemoteDescription({ type: 'answer', sdp: this.answer });
    await this.connected(connection);
    return { joinMillis: Math.round(joined - begun), connectedMillis: Math.round(performance.now() - begun) };
  }

  async requestJoin(params) {
    const { id, audio, video } = this;
    if (this.wire === 'mtkruto') {
      return this.send(`/mtkruto/user${this.token}/joinVideoChat`, [id, params, { audio, video }]);
    }
    return (await this.post('video-chat.join', { params, audio, video })).params;
  }

  async subscribe() {
    const begun = performance.now();
    const offered = await this.post('video-chat.subscribe', {});
    this.subscription = offered.subscription;
    this.receiver = new RTCPeerConnection();
    this.listen(this.receiver);
    await this.answerOffer(offered.sdp);
    await this.connected(this.receiver);
    return { connectedMillis: Math.round(performance.now() - begun), offer: offered.sdp };
  }

  // Receives these participants from now on, and no others.
  async choose(participants) {
    const offered = await this.post('video-chat.subscribe', { subscription: this.subscription, participants });
    if (offered.sdp) {
      await this.answerOffer(offered.sdp);
    }
    return offered.participants;
  }

  async answerOffer(sdp) {
    await this.receiver.setRemoteDescription({ type: 'offer', sdp });
    await this.receiver.setLocalDescription(await this.receiver.createAnswer());
    await this.until('candidates of the receiving connection', () => this.receiver.iceGatheringState === 'complete');
    const answer = this.receiver.localDescription.sdp;
    await this.post('video-chat.subscribe', { subscription: this.subscription, answer });
  }

  editParticipant(changes) {
    return this.post('video-chat.edit-participant', changes);
  }

  leave() {
    return this.post('video-chat.leave', {});
  }

  close() {
    this.connection.close();
    return this.connection.connectionState;
  }

  state() {
    return this.connection.connectionState;
  }

  async post(method, body) {
    return this.send(new URL(method, this.baseUrl).pathname, { id: this.id, ...body },
      { 'X-User-Id': this.userId, 'X-Auth-Token': this.token });
  }

  async send(path, body, credentials = {}) {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...credentials },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(this.deadline),
    });
    const text = await response.text();
    if (response.status !== 200) {
      throw new Error(`${path}: status ${response.status}: ${text}`);
    }
    return JSON.parse(text);
  }

  tone() {
    const oscillator = new OscillatorNode(this.context, { frequency: this.hz });
    const stream = new MediaStreamAudioDestinationNode(this.context, { channelCount: 1 });
    oscillator.connect(new GainNode(this.context, { gain: 0.5 })).connect(stream);
    oscillator.start();
    return stream.stream.getAudioTracks()[0];
  }

  // Chromium decodes a remote track for the analyser only while an element plays it too.
  listen(connection) {
    connection.addEventListener('track', ({ track }) => {
      const stream = new MediaStream([track]);
      const element = document.createElement(track.kind);
      element.muted = true;
      element.srcObject = stream;
      element.play();
      document.body.append(element);
      if (track.kind === 'audio') {
        new MediaStreamAudioSourceNode(this.context, { mediaStream: stream }).connect(this.ear);
      }
    });
  }

  // The loudest frequency heard now, and how loud it and the given ones are, in dBFS.
  heard(tones = []) {
    const spectrum = new Float32Array(this.ear.frequencyBinCount);
    this.ear.getFloatFrequencyData(spectrum);
    const width = this.context.sampleRate / this.ear.fftSize;
    const level = (bin) => Math.max(SILENCE, Math.round(spectrum[bin]));
    let loudest = Math.ceil(LOWEST_TONE / width);
    spectrum.forEach((value, bin) => {
      loudest = bin * width > LOWEST_TONE && value > spectrum[loudest] ? bin : loudest;
    });
    const levels = tones.map((hz) => [hz, level(Math.round(hz / width))]);
    return { hz: Math.round(loudest * width), level: level(loudest), levels: Object.fromEntries(levels) };
  }

  async hears(hz, tones) {
    let heard;
    await this.until(`to hear ${hz} Hz`, () => {
      heard = this.heard([hz, ...tones]);
      return heard.levels[hz] > -40;
    }, () => heard);
    return heard;
  }

  async hearsNo(hz, tones) {
    let heard;
    await this.lasting(`to hear no ${hz} Hz`, () => {
      heard = this.heard([hz, ...tones]);
      return heard.levels[hz] < -90;
    }, () => heard);
    return heard;
  }

  async sent(kinds) {
    return this.counted(this.connection, 'outbound-rtp', 'packetsSent', kinds);
  }

  async receivedPackets(kinds) {
    return this.counted(this.receiver || this.connection, 'inbound-rtp', 'packetsReceived', kinds);
  }

  async receivedFrames() {
    return (await this.counted(this.receiver, 'inbound-rtp', 'framesDecoded', ['video'])).video;
  }

  // Until each of the kinds has counted ten more.
  async counted(connection, type, counter, kinds) {
    const before = await count(connection, type, counter);
    let counts;
    await this.until(`${counter} of ${kinds}`, async () => {
      counts = await count(connection, type, counter);
      return kinds.every((kind) => counts[kind] >= (before[kind] || 0) + 10);
    }, () => counts);
    return counts;
  }

  async seesNoVideo() {
    let frames = -1;
    await this.lasting('to see no video', async () => {
      const before = frames;
      frames = (await count(this.receiver, 'inbound-rtp', 'framesDecoded')).video || 0;
      return frames === before;
    }, () => frames);
    return frames;
  }

  async transport() {
    const stats = [...(await this.connection.getStats()).values()];
    const { dtlsRole, dtlsState, iceRole } = stats.find(({ type }) => type === 'transport');
    const codecs = stats.filter(({ type }) => type === 'outbound-rtp').map(({ codecId }) =>
      stats.find(({ id }) => id === codecId)).filter(Boolean);
    return {
      dtlsRole, dtlsState, iceRole,
      codecs: codecs.map(({ mimeType, payloadType }) => `${payloadType} ${mimeType}`),
    };
  }

  // Until the server has ended the connection, which the DTLS transport notices before the connection's state does.
  async disconnected() {
    let dtlsState;
    await this.until('the server to end the connection', async () => {
      ({ dtlsState } = await this.transport());
      return dtlsState !== 'connected' || this.state() !== 'connected';
    }, () => dtlsState);
    return { dtlsState, state: this.state() };
  }

  async connected(connection) {
    const state = () => `${connection.connectionState}, ICE ${connection.iceConnectionState}`;
    await this.until('a connection', () => {
      if (connection.connectionState === 'failed') {
        throw new Error(`connection failed: ${state()}`);
      }
      return connection.connectionState === 'connected';
    }, state);
  }

  // Until it has held for a second.
  async lasting(what, holds, seen) {
    let since;
    await this.until(what, async () => {
      since = await holds() ? since || performance.now() : undefined;
      return performance.now() - since > 1000;
    }, seen);
  }

  async until(what, holds, seen = () => '') {
    const end = performance.now() + this.deadline;
    while (!await holds()) {
      if (performance.now() > end) {
        throw new Error(`${this.userId} waited in vain for ${what}: ${JSON.stringify(await seen())}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function count(connection, type, counter) {
  const counts = {};
  for (const entry of (await connection.getStats()).values()) {
    if (entry.type === type && counter in entry) {
      counts[entry.kind] = (counts[entry.kind] || 0) + entry[counter];
    }
  }
  return counts;
}

async function camera() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240, frameRate: 15 } });
  return stream.getVideoTracks()[0];
}

function valueOf(sdp, attribute) {
  const line = sdp.match(new RegExp(`^a=${attribute}:(.*)$`, 'm'));
  return line ? line[1].trim() : undefined;
}

// The media sections of a description, each with the lines of the session before it left out.
function sections(sdp) {
  return sdp.split(/^(?=m=)/m).slice(1);
}

function kindOf(section) {
  return section.match(/^m=(\w+)/)[1];
}

// What the client tells the server: numbers of 32 bits with a sign, no candidates.
function paramsFrom(sdp, setup) {
  const [hash, fingerprint] = valueOf(sdp, 'fingerprint').split(' ');
  const audio = sections(sdp).find((section) => kindOf(section) === 'audio');
  const groups = [...sdp.matchAll(/^a=ssrc-group:(\S+) (.*)$/gm)].map(([, semantics, sources]) => ({
    semantics,
    sources: sources.trim().split(' ').map((source) => source | 0),
  }));
  return {
    ssrc: parseInt(valueOf(audio, 'ssrc'), 10) | 0,
    ufrag: valueOf(sdp, 'ice-ufrag'),
    pwd: valueOf(sdp, 'ice-pwd'),
    fingerprints: [{ hash, setup, fingerprint }],
    'ssrc-groups': groups,
  };
}

// The answer that the server would have written, had it been asked with the offer instead of the parameters.
function answerTo(offer, { transport, ...media }, mode) {
  const offered = sections(offer).map((section) => ({ mid: valueOf(section, 'mid'), kind: kindOf(section) }));
  const direction = mode === 'voice' ? 'sendrecv' : 'recvonly';
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${offered.map(({ mid }) => mid).join(' ')}`,
    ...offered.flatMap(({ mid, kind }) => [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${media[kind]['payload-types'].map(({ id }) => id).join(' ')}`,
      'c=IN IP4 0.0.0.0',
      `a=mid:${mid}`,
      `a=${direction}`,
      ...transportLines(transport),
      ...media[kind]['payload-types'].flatMap(payloadLines),
      ...(media[kind]['rtp-hdrexts'] || []).map(({ id, uri }) => `a=extmap:${id} ${uri}`),
    ]),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function transportLines(transport) {
  return [
    `a=ice-ufrag:${transport.ufrag}`,
    `a=ice-pwd:${transport.pwd}`,
    ...transport.fingerprints.flatMap(({ hash, fingerprint, setup }) => [
      `a=fingerprint:${hash} ${fingerprint}`,
      `a=setup:${setup}`,
    ]),
    ...(transport['rtcp-mux'] ? ['a=rtcp-mux'] : []),
    ...transport.candidates.map(candidateLine),
    'a=end-of-candidates',
  ];
}

function candidateLine(candidate) {
  const { foundation, component, protocol, priority, ip, port, type, generation } = candidate;
  const related = candidate['rel-addr'] ? ` raddr ${candidate['rel-addr']} rport ${candidate['rel-port']}` : '';
  const tcp = candidate.tcptype ? ` tcptype ${candidate.tcptype}` : '';
  return `a=candidate:${foundation} ${component} ${protocol} ${priority} ${ip} ${port} typ ${type}${related}${tcp}`
    + ` generation ${generation}`;
}

function payloadLines({ id, name, clockrate, channels, parameters, 'rtcp-fbs': feedback = [] }) {
  const settings = Object.entries(parameters || {}).map(([key, value]) => `${key}=${value}`);
  return [
    `a=rtpmap:${id} ${name}/${clockrate}${channels > 1 ? `/${channels}` : ''}`,
    ...(settings.length > 0 ? [`a=fmtp:${id} ${settings.join(';')}`] : []),
    ...feedback.map(({ type, subtype }) => `a=rtcp-fb:${id} ${type}${subtype ? ` ${subtype}` : ''}`),
  ];
}
