// The connections of a video chat: one sends, and in voice chats receives too; a second receives the others.

const CONNECT_WITHIN = 15000;
const GATHER_WITHIN = 1000;
const FIRST_DELAY = 250;
const LONGEST_DELAY = 2000;

/** Sends microphone and camera. Either may be missing at first and come later. */
export class Sender {
  #connection = new RTCPeerConnection();
  #senders = {};

  /**
   * @param mode  video or voice
   * @param received takes the stream of the others, in voice chats
   * @param lost  is called if the connection, once it was up, is gone for good
   */
  constructor(mode, { audio, video }, { received, lost }) {
    this.mode = mode;
    const direction = mode === 'voice' ? 'sendrecv' : 'sendonly';
    this.#senders.audio = this.#connection.addTransceiver(audio || 'audio', { direction }).sender;
    if (mode === 'video') {
      this.#senders.video = this.#connection.addTransceiver(video || 'video', { direction }).sender;
    }
    this.#connection.ontrack = ({ track }) => received(new MediaStream([track]));
    this.lost = lost;
  }

  /** What Usher wants to know of the connection. */
  async params() {
    await this.#connection.setLocalDescription();
    return paramsFrom(this.#connection.localDescription.sdp);
  }

  /** Connects by what Usher answered to the params. */
  async connect(document) {
    const connection = this.#connection;
    const sdp = answerTo(connection.localDescription.sdp, document, this.mode);
    await connection.setRemoteDescription({ type: 'answer', sdp });
    await up(connection);
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'failed' || connection.connectionState === 'closed') {
        this.lost();
      }
    });
  }

  /** Sends another track from now on, or none. */
  async send(kind, track) {
    await this.#senders[kind]?.replaceTrack(track);
  }

  close() {
    this.#connection.close();
  }
}

/** Receives others, each as a stream, which has the id of their endpoint if they can send video. */
export class Receiver {
  /** The streams by their ids. */
  streams = new Map();
  #ask;
  #changed;
  #connection;
  #subscription;
  #offered = new Set();
  #received = new Set();
  #wanted = [];
  #running = false;
  #closed = false;

  /**
   * @param ask     posts to video-chat.subscribe
   * @param changed is called when there are other streams
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Receives these participants and no others; goes on until it does, since some may be connecting still. */
  want(participants) {
    this.#wanted = participants;
    if (!this.#running) {
      this.#run();
    }
  }

  close() {
    this.#closed = true;
    this.#connection?.close();
  }

  async #run() {
    this.#running = true;
    let delay = FIRST_DELAY;
    while (!this.#closed && !this.#settled()) {
      let wait = delay;
      try {
        await this.#subscribe();
      } catch (refusal) {
        if (refusal.status === 403) {
          break;
        }
        wait = Math.max(delay, (refusal.wait || 0) * 1000);
        if (refusal.code !== 'PARTICIPANT_JOIN_MISSING' && refusal.status !== 429) {
          this.#reset();
        }
      }
      if (!this.#settled()) {
        await new Promise((resolve) => setTimeout(resolve, wait));
        delay = Math.min(LONGEST_DELAY, delay * 2);
      }
    }
    this.#running = false;
  }

  #settled() {
    return this.#wanted.length === this.#received.size && this.#wanted.every(({ id, endpoint }) =>
      this.#received.has(id) && (!endpoint || this.#offered.has(endpoint)));
  }

  async #subscribe() {
    const participants = this.#wanted.map(({ id }) => id);
    const offer = await this.#ask(
      this.#subscription ? { subscription: this.#subscription, participants } : {});
    this.#received = new Set(offer.participants);
    if (!offer.sdp) {
      return;
    }
    this.#subscription = offer.subscription;
    this.#connection ??= this.#newConnection();
    const connection = this.#connection;
    await connection.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
    await connection.setLocalDescription();
    await gathered(connection);
    await this.#ask({ subscription: offer.subscription, answer: connection.localDescription.sdp });
    this.#offered = offeredStreams(offer.sdp);
    for (const endpoint of this.streams.keys()) {
      if (!this.#offered.has(endpoint)) {
        this.streams.delete(endpoint);
      }
    }
    this.#changed();
  }

  #newConnection() {
    const connection = new RTCPeerConnection();
    connection.ontrack = ({ streams: [stream] }) => {
      this.streams.set(stream.id, stream);
      this.#changed();
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'failed' && connection === this.#connection) {
        this.#reset();
        this.want(this.#wanted);
      }
    };
    return connection;
  }

  #reset() {
    this.#connection?.close();
    this.#connection = undefined;
    this.#subscription = undefined;
    this.#offered = new Set();
    this.#received = new Set();
    this.streams.clear();
  }
}

function up(connection) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no connection')), CONNECT_WITHIN);
    const check = () => {
      if (connection.connectionState === 'connected') {
        clearTimeout(timer);
        connection.removeEventListener('connectionstatechange', check);
        resolve();
      } else if (connection.connectionState === 'failed') {
        clearTimeout(timer);
        reject(new Error('connection failed'));
      }
    };
    connection.addEventListener('connectionstatechange', check);
    check();
  });
}

function gathered(connection) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHER_WITHIN);
    const check = () => {
      if (connection.iceGatheringState === 'complete') {
        clearTimeout(timer);
        resolve();
      }
    };
    connection.addEventListener('icegatheringstatechange', check);
    check();
  });
}

function valueOf(sdp, attribute) {
  return sdp.match(new RegExp(`^a=${attribute}:(.*)$`, 'm'))?.[1].trim();
}

/** The media sections of a description, each with the lines of the session before it left out. */
function sections(sdp) {
  return sdp.split(/^(?=m=)/m).slice(1);
}

function kindOf(section) {
  return section.match(/^m=(\w+)/)[1];
}

function offeredStreams(sdp) {
  return new Set(sections(sdp).filter((section) => /^a=(sendonly|sendrecv)/m.test(section))
    .map((section) => valueOf(section, 'msid')?.split(' ')[0]).filter(Boolean));
}

/** What a description says of its sender; SSRCs as numbers of 32 bits with a sign. */
function paramsFrom(sdp) {
  const [hash, fingerprint] = valueOf(sdp, 'fingerprint').split(' ');
  const audio = sections(sdp).find((section) => kindOf(section) === 'audio');
  const groups = [...sdp.matchAll(/^a=ssrc-group:(\S+) (.*)$/gm)].map(([, semantics, sources]) => ({
    semantics,
    sources: sources.trim().split(' ').map((source) => source | 0),
  }));
  return {
    ssrc: Number.parseInt(valueOf(audio, 'ssrc'), 10) | 0,
    ufrag: valueOf(sdp, 'ice-ufrag'),
    pwd: valueOf(sdp, 'ice-pwd'),
    fingerprints: [{ hash, setup: 'active', fingerprint }],
    'ssrc-groups': groups,
  };
}

/** The answer that the server would have written, had it been asked with the offer instead of the parameters. */
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
