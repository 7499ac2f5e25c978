// Joins calls as web clients do, with media: drives video-chat.html in headless Chromium.
// Prints what it saw as one JSON object; the scenarios `killed` and `hold` also print a line once joined.
//
//   node video-chat.cjs SCENARIO '{"baseUrl": "http://127.0.0.1:8080/api/v1/", "id": "…", "mode": "video" or "voice",
//     "users": [{"userId": "…", "token": "…", "hz": 440}, …]}'
//
// Of `setup`, `wire`, `audio`, `video` and `camera`, each may be set for all or for one user: the DTLS role the client
// claims ("active", "passive"), the wire it joins by ("rest", "mtkruto"), what the request says about microphone and
// camera (media is sent regardless), and whether it has a camera at all.
// `edits` lists what to change about the first user's part once it was heard ([{"muted": true}] in `voice` unless
// given), and `by` is the id of the user who asks for it (the first one unless given). `leave`: true lets everybody
// leave at the end.
'use strict';

const path = require('node:path');
const readline = require('node:readline');
const { chromium } = require('playwright-core');
const { launch } = require('./chromium.cjs');

const [scenario, json] = process.argv.slice(2);
const options = { mode: 'video', deadline: 20000, users: [], ...JSON.parse(json) };
const tones = options.users.map(({ hz }) => hz);
const seen = {};
const errors = [];

// The page comes from Usher's own origin, so that it may call Usher.
async function client(browser, user) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(options.deadline);
  page.on('pageerror', (error) => errors.push(`${user.userId}: ${error}`));
  page.on('console', (message) => message.type() === 'error' && errors.push(`${user.userId}: ${message.text()}`));
  await page.route('**/test-page/*', (route) =>
    route.fulfill({ path: path.join(__dirname, path.basename(new URL(route.request().url()).pathname)) }));
  await page.goto(new URL('/test-page/video-chat.html', options.baseUrl).href);

  const { users, edits, by, leave, ...common } = options;
  await page.evaluate((given) => { window.chat = new Chat(given); }, { ...common, ...user });
  return {
    ...common,
    ...user,
    // Calls a method of the page's client.
    ask: (method, ...args) => page.evaluate(([name, given]) => window.chat[name](...given), [method, args]),
    field: (name) => page.evaluate((field) => window.chat[field], name),
  };
}

function kinds(user) {
  return user.mode === 'video' && user.camera !== false ? ['audio', 'video'] : ['audio'];
}

async function join(user) {
  const times = await user.ask('join');
  const packetsSent = await user.ask('sent', kinds(user));
  return {
    state: await user.ask('state'),
    ...times,
    packetsSent,
    ...await user.ask('transport'),
    params: await user.field('params'),
    document: await user.field('document'),
  };
}

// Changes the first user's part step by step, and tells what the second receives after each.
async function editAll([first, second], edits) {
  const editor = [first, second].find(({ userId }) => userId === options.by) || first;
  seen.edits = [];
  for (const changes of edits) {
    const { muted, videoStopped } = changes;
    const reply = await editor.ask('editParticipant',
      editor === first ? changes : { participantId: first.userId, ...changes });
    const then = { changes, reply };
    if (muted !== undefined) {
      then.heard = await second.ask(muted ? 'hearsNo' : 'hears', first.hz, tones);
    }
    if (videoStopped !== undefined) {
      then.framesDecoded = await second.ask(videoStopped ? 'seesNoVideo' : 'receivedFrames');
    }
    seen.edits.push(then);
  }
}

async function leaveAll(users) {
  if (options.leave) {
    seen.afterLeaving = [];
    for (const user of users) {
      await user.ask('leave');
      seen.afterLeaving.push(await user.ask('disconnected'));
    }
  }
}

const scenarios = {
  async 'publish-and-subscribe'(browser) {
    const users = [await client(browser, options.users[0]), await client(browser, options.users[1])];
    const [publisher, subscriber] = users;
    seen.publisher = await join(publisher);
    seen.subscriber = await join(subscriber);
    seen.subscriber.subscription = await subscriber.ask('subscribe');

    const audible = publisher.audio !== false;
    const visible = publisher.video !== false && publisher.camera !== false;
    seen.subscriber.framesDecoded = await subscriber.ask(visible ? 'receivedFrames' : 'seesNoVideo');
    seen.subscriber.heard = await subscriber.ask(audible ? 'hears' : 'hearsNo', publisher.hz, tones);
    const arriving = [...(audible ? ['audio'] : []), ...(visible ? ['video'] : [])];
    seen.subscriber.packetsReceived = await subscriber.ask('receivedPackets', arriving);

    await editAll(users, options.edits || []);
    await leaveAll(users);
  },

  // The last user receives all the others, then only one of them, then all again.
  async choose(browser) {
    const users = [];
    for (const user of options.users) {
      users.push(await client(browser, user));
      await join(users[users.length - 1]);
    }
    const [first, second, receiver] = users;
    await receiver.ask('subscribe');
    seen.all = await receiver.ask('hears', first.hz, tones);
    await receiver.ask('hears', second.hz, tones);
    seen.chosen = await receiver.ask('choose', [second.userId]);
    seen.one = await receiver.ask('hearsNo', first.hz, tones);
    await receiver.ask('hears', second.hz, tones);
    seen.unchanged = await receiver.ask('choose', [second.userId]);
    seen.again = await receiver.ask('choose', [first.userId, second.userId]);
    seen.both = await receiver.ask('hears', first.hz, tones);
    seen.framesDecoded = await receiver.ask('receivedFrames');
  },

  async voice(browser) {
    const users = [await client(browser, options.users[0]), await client(browser, options.users[1])];
    const [first, second] = users;
    seen.first = await join(first);
    seen.second = await join(second);
    seen.first.heard = await first.ask('hears', second.hz, tones);
    seen.second.heard = await second.ask(first.audio === false ? 'hearsNo' : 'hears', first.hz, tones);

    await editAll(users, options.edits || [{ muted: true }]);
    seen.first.heardAfterEdits = await first.ask('hears', second.hz, tones);
    await leaveAll(users);
  },

  async killed(browser, server) {
    const user = await client(browser, options.users[0]);
    const joined = await join(user);
    console.log(JSON.stringify({ connected: true, ...joined }));
    const chromiumProcess = server.process();
    const ended = new Promise((resolve) => chromiumProcess.once('exit', (code, signal) => resolve(signal)));
    process.kill(-chromiumProcess.pid, 'SIGKILL');
    seen.killedBy = await ended;
  },

  async closed(browser) {
    const user = await client(browser, options.users[0]);
    seen.joined = await join(user);
    seen.state = await user.ask('close');
  },

  async hold(browser) {
    const user = await client(browser, options.users[0]);
    const joined = await join(user);
    console.log(JSON.stringify({ connected: true, ...joined }));
    for await (const line of readline.createInterface({ input: process.stdin })) {
      console.log(JSON.stringify({ asked: line, state: await user.ask('state') }));
    }
    seen.state = await user.ask('state');
  },
};

async function main() {
  const run = scenarios[scenario];
  if (!run) {
    throw new Error(`unknown scenario ${scenario}`);
  }
  const server = await launch(options.deadline, '--autoplay-policy=no-user-gesture-required');
  try {
    const browser = await chromium.connect(server.wsEndpoint(), { timeout: options.deadline });
    await run(browser, server);
  } finally {
    await server.close();
  }
  console.log(JSON.stringify(seen));
}

main().catch((error) => {
  console.error(error, errors, JSON.stringify(seen));
  process.exitCode = 1;
});
