// Uses the pages as people do, in headless Chromium: finds things by what they are called, and types and clicks.
// Prints what it saw as one JSON object, of which `problems` must be empty: what the browser complained about.
//
//   node pages.cjs SCENARIO '{"baseUrl": "http://127.0.0.1:8080/", "screenshots": "FOLDER", …}'
//
// Accounts are {"username": "…", "password": "…", "name": "…"}; each scenario says what else it needs.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const { launch } = require('./chromium.cjs');

const [scenario, json] = process.argv.slice(2);
const options = { deadline: 20000, ...JSON.parse(json) };
const seen = { problems: [] };
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

/** A person with a browser of their own, at an address of their own. */
class Visitor {
  /** `clock` lets the page's time be put forward; `bare` is somebody without microphone and camera. */
  static async at(browser, address, { clock, bare } = {}) {
    const visitor = new Visitor();
    const parts = Array.from({ length: 3 }, () => Math.floor(Math.random() * 250) + 1);
    visitor.context = await browser.newContext({
      viewport: DESK,
      permissions: ['microphone', 'camera', 'clipboard-read', 'clipboard-write'],
      extraHTTPHeaders: { 'X-Forwarded-For': `10.${parts.join('.')}` },
    });
    if (clock) {
      await visitor.context.clock.install();
    }
    if (bare) {
      await visitor.context.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'));
      });
    }
    visitor.context.setDefaultTimeout(options.deadline);
    await visitor.context.route(({ hostname }) => hostname !== '127.0.0.1', (route) => route.fulfill({
      contentType: 'text/html', body: '<title>Elsewhere</title>',
    }));
    await visitor.context.addInitScript(() => addEventListener('securitypolicyviolation', (event) =>
      console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)));
    visitor.page = await visitor.context.newPage();
    visitor.page.on('pageerror', (error) => seen.problems.push(`${error}`));
    // that the API refuses something is what some scenarios are about
    visitor.page.on('console', (message) => message.type() === 'error'
      && !message.location().url.includes('/api/v1/') && seen.problems.push(message.text()));
    await visitor.page.goto(new URL(address, options.baseUrl).href);
    return visitor;
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  heading(name) {
    return this.page.getByRole('heading', { name });
  }

  text(text) {
    return this.page.getByText(text);
  }

  async login({ username, password }) {
    await this.page.getByLabel('Username').fill(username);
    await this.page.getByLabel('Password').fill(password);
    await this.button('Log in').click();
  }

  async loginByKeyboard({ username, password }) {
    await this.tabTo(this.page.getByLabel('Username'));
    await this.page.keyboard.type(username);
    await this.page.keyboard.press('Tab');
    await this.page.keyboard.type(password);
    await this.page.keyboard.press('Enter');
  }

  async tabTo(target) {
    await target.waitFor();
    for (let tabs = 0; tabs < 40; tabs++) {
      await this.page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) {
        return;
      }
    }
    throw new Error(`the keyboard does not get to ${target}`);
  }

  async pressByKeyboard(name) {
    await this.tabTo(this.button(name));
    await this.page.keyboard.press('Enter');
  }

  /** The conference's address, once the browser is there. */
  async elsewhere() {
    await this.page.waitForURL(({ hostname }) => hostname !== '127.0.0.1');
    return this.page.url();
  }

  async join() {
    await this.button('Join').click();
  }

  tile(name) {
    return this.page.getByRole('figure', { name });
  }

  /** A person in the list of people, by name. */
  person(name) {
    return this.page.getByRole('complementary', { name: /People/ }).getByRole('listitem').filter({ hasText: name });
  }

  /** How far the picture of a person has got, once it moves; and that it is not black. */
  async sees(name) {
    const video = this.tile(name).locator('video');
    await video.waitFor();
    return video.evaluate(async (element, deadline) => {
      const end = performance.now() + deadline;
      const frames = () => element.getVideoPlaybackQuality().totalVideoFrames;
      const first = { frames: frames(), time: element.currentTime };
      while (frames() < first.frames + 5 || element.currentTime <= first.time || !element.videoWidth) {
        if (performance.now() > end) {
          throw new Error(`no moving picture: ${frames()} frames, ${element.currentTime} s`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return { frames: frames() - first.frames, width: element.videoWidth };
    }, options.deadline);
  }

  /** Until the meter shows the fake microphone's beeps. */
  async hearsMicrophone() {
    const meter = this.page.getByRole('meter', { name: 'Microphone level' });
    await meter.waitFor();
    await this.page.waitForFunction((element) => element.value > 0.3, await meter.elementHandle(), { polling: 20 });
  }

  async screenshot(name) {
    fs.mkdirSync(options.screenshots, { recursive: true });
    await this.page.screenshot({ path: path.join(options.screenshots, `${name}.png`), fullPage: true });
  }

  /** How the page does in light and dark and on a phone; `findings` of axe are serious or critical. */
  async examine(name) {
    const examined = {};
    for (const colorScheme of ['light', 'dark']) {
      await this.page.emulateMedia({ colorScheme });
      for (const [size, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
        await this.page.setViewportSize(viewport);
        await this.screenshot(`${name}-${colorScheme}-${size}`);
        examined[`${colorScheme}-${size}`] = {
          findings: await this.findings(),
          overflow: await this.page.evaluate(() =>
            document.documentElement.scrollWidth - document.documentElement.clientWidth),
        };
      }
    }
    await this.page.setViewportSize(DESK);
    return examined;
  }

  async findings() {
    await this.page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await this.page.evaluate(() => axe.run());
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)}`);
  }
}

const scenarios = {
  // { call, user }
  async conference(browser) {
    const user = await Visitor.at(browser, `/c/${options.call}`);
    await user.loginByKeyboard(options.user);
    await user.heading(options.title).waitFor();
    await user.pressByKeyboard('Turn camera off');
    await user.pressByKeyboard('Join');
    seen.user = await user.elsewhere();

    const guest = await Visitor.at(browser, `/c/${options.call}`);
    await guest.button('Continue as guest').click();
    await guest.text('1 person is here').waitFor();
    seen.there = await guest.page.getByRole('listitem').first().innerText();
    await guest.page.getByLabel('Your name').fill('Gina Guest');
    await guest.join();
    seen.guest = await guest.elsewhere();
  },

  // { call, users: [two accounts] }
  async 'video-chat'(browser) {
    const [one, other] = await Promise.all(options.users.map(async (account) => {
      const visitor = await Visitor.at(browser, `/c/${options.call}`);
      await visitor.login(account);
      await visitor.hearsMicrophone();
      return visitor;
    }));
    const [oneName, otherName] = options.users.map(({ name }) => name);
    await one.join();
    await other.text('1 person is here').waitFor();
    await other.join();
    seen.seen = [await one.sees(otherName), await other.sees(oneName)];
    seen.people = await one.page.getByRole('complementary', { name: /People/ }).getByRole('listitem').allInnerTexts();

    await one.button('Mute').click();
    await other.person(oneName).filter({ hasText: 'microphone off, camera on' }).waitFor();
    await one.button('Unmute').click();
    await other.person(oneName).filter({ hasText: 'microphone on' }).waitFor();
    await one.button('Stop camera').click();
    await other.person(oneName).filter({ hasText: 'camera off' }).waitFor();
    await one.button('Start camera').click();
    await other.person(oneName).filter({ hasText: 'camera on' }).waitFor();
    seen.again = await other.sees(oneName);

    await other.button('Leave').click();
    await other.text('You have left the call.').waitFor();
    await one.tile(otherName).waitFor({ state: 'detached' });
    await one.person(otherName).waitFor({ state: 'detached' });
    await other.join();
    seen.back = await one.sees(otherName);
    await one.page.close({ runBeforeUnload: true });
    await other.tile(oneName).waitFor({ state: 'detached' });
  },

  // { call, users: [two accounts] }
  async voice(browser) {
    const visitors = [];
    for (const account of options.users) {
      const visitor = await Visitor.at(browser, `/c/${options.call}`, { clock: true });
      await visitor.login(account);
      await visitor.join();
      await visitor.button('Mute').waitFor();
      visitors.push(visitor);
    }
    const [one, other] = visitors;
    await one.person(options.users[1].name).waitFor();
    const heartbeat = one.page.waitForResponse(/video-conference\.heartbeat$/);
    await one.page.clock.fastForward(31000);
    seen.heartbeat = (await heartbeat).status();
    seen.cameras = await one.button('Stop camera').count() + await one.button('Start camera').count();
    await other.button('Mute').click();
    await one.person(options.users[1].name).filter({ hasText: 'microphone off' }).waitFor();
  },

  // { call, invite, user } the guest follows the invite to a call in which the user is
  async invited(browser) {
    const user = await Visitor.at(browser, `/c/${options.call}`);
    await user.login(options.user);
    await user.join();
    await user.button('Mute').waitFor();

    const requested = [];
    const guest = await Visitor.at(browser, '/assets/icon.svg');
    guest.page.on('request', (request) => requested.push(request.url()));
    await guest.page.goto(new URL(`/c/${options.call}#invite=${options.invite}`, options.baseUrl).href);
    await guest.page.getByLabel('Your name').fill('Gina Guest');
    await guest.text('1 person is here').waitFor();
    seen.address = guest.page.url();
    await guest.join();
    seen.seen = [await guest.sees(options.user.name), await user.sees('Gina Guest')];
    seen.leaked = requested.filter((url) => url.includes(options.invite));
    await guest.button('Leave').click();
    await user.person('Gina Guest').waitFor({ state: 'detached' });

    const stranger = await Visitor.at(browser, `/c/${options.call}`);
    await stranger.text('only people with an account may join').waitFor();
    await stranger.page.getByLabel('Username').waitFor();
    const late = await Visitor.at(browser, `/c/${options.call}#invite=nothing`);
    await late.text('This invite is not valid').waitFor();
  },

  // { call, invite: a listener's, user: who manages the call } the guest has no devices
  async listener(browser) {
    const user = await Visitor.at(browser, `/c/${options.call}`);
    await user.login(options.user);
    await user.join();
    await user.button('Mute').waitFor();
    const guest = await Visitor.at(browser, `/c/${options.call}#invite=${options.invite}`, { bare: true });
    await guest.text('Camera: none found.').waitFor();
    await guest.page.getByLabel('Your name').fill('Gina Guest');
    await guest.join();
    seen.seen = await guest.sees(options.user.name);
    await guest.text('You are muted by who manages the call.').waitFor();
    seen.muted = await guest.button('Unmute').isDisabled();
    await user.person('Gina Guest').filter({ hasText: 'microphone off, camera off' }).waitFor();
    await guest.button('Raise hand').click();
    await user.person('Gina Guest').filter({ hasText: 'hand raised' }).waitFor();
    await guest.button('Lower hand').waitFor();
    await guest.button('Start camera').click();
    await guest.text('Camera: none found.').waitFor();
  },

  // { call, user } the user has used up the joins of five seconds
  async limited(browser) {
    const visitor = await Visitor.at(browser, `/c/${options.call}`);
    await visitor.login(options.user);
    await visitor.button('Join').waitFor();
    for (let joins = 0; joins < 2; joins++) {
      await visitor.page.evaluate(async (callId) => {
        const { userId, authToken } = JSON.parse(sessionStorage.getItem('usher.session'));
        await fetch('/api/v1/video-conference.join', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-User-Id': userId, 'X-Auth-Token': authToken },
          body: JSON.stringify({ callId }),
        });
      }, options.call);
    }
    await visitor.join();
    await visitor.text('That was too often').waitFor();
    const timer = visitor.page.getByRole('timer');
    seen.disabled = await visitor.button('Join').isDisabled();
    await visitor.screenshot('limited');
    seen.counted = [];
    while (await timer.count() > 0) {
      const text = await timer.innerText({ timeout: 1000 }).catch(() => '');
      const seconds = Number(text.match(/\d+/));
      if (seconds > 0 && seconds !== seen.counted[seen.counted.length - 1]) {
        seen.counted.push(seconds);
      }
      await visitor.page.waitForTimeout(50);
    }
    await visitor.text('You can try again now.').waitFor();
    await visitor.join();
    seen.user = await visitor.elsewhere();
  },

  // { ended, unknown, user }
  async gone(browser) {
    const visitor = await Visitor.at(browser, `/c/${options.ended}`);
    await visitor.text('This call has ended.').waitFor();
    await visitor.screenshot('ended');
    await visitor.page.goto(new URL(`/c/${options.unknown}`, options.baseUrl).href);
    await visitor.login(options.user);
    await visitor.text('There is no such call, or you may not join it.').waitFor();
    await visitor.page.goto(new URL('/c/something', options.baseUrl).href);
    await visitor.text('This address names no call.').waitFor();
    const wrong = await Visitor.at(browser, `/c/${options.unknown}`);
    await wrong.login({ ...options.user, password: 'wrong' });
    await wrong.text('The name or the password is wrong.').waitFor();
  },

  // { call, title, user } the call ends while the user looks at it
  async ending(browser) {
    const visitor = await Visitor.at(browser, `/c/${options.call}`);
    await visitor.login(options.user);
    await visitor.button('Join').waitFor();
    console.log(JSON.stringify({ there: true }));
    await visitor.text('This call has ended.').waitFor();
    seen.joinable = await visitor.button('Join').count();
  },

  // { admin, user, call, title, name: who joins it, videoChat, videoChatTitle }
  async operator(browser) {
    const outsider = await Visitor.at(browser, '/');
    await outsider.login(options.user);
    await outsider.text('This page is for operators only.').waitFor();

    const operator = await Visitor.at(browser, '/');
    await operator.loginByKeyboard(options.admin);
    await operator.text('Open calls').waitFor();
    await operator.text('Joins per second').waitFor();
    console.log(JSON.stringify({ there: true }));
    const call = (title) => operator.page.getByRole('listitem', { name: title, exact: true });
    await call(options.title).waitFor();
    await call(options.title).filter({ hasText: options.name }).filter({ hasText: 'microphone on' }).waitFor();
    await call(options.videoChatTitle).waitFor();

    await operator.page.getByLabel('Search calls').fill(options.title);
    await call(options.videoChatTitle).waitFor({ state: 'detached' });
    seen.found = await operator.page.getByRole('listitem', { name: options.title }).count();
    await operator.page.getByLabel('Search calls').fill('');
    await call(options.videoChatTitle).waitFor();

    await operator.button(`Copy link: ${options.title}`).click();
    await operator.text('The link is copied.').waitFor();
    seen.link = await operator.page.evaluate(() => navigator.clipboard.readText());

    await operator.button(`Invite: ${options.videoChatTitle}`).click();
    await operator.page.getByLabel('Listener').check();
    await operator.button('Make invite').click();
    seen.invite = await operator.page.getByLabel('Link', { exact: true }).inputValue();
    await operator.button('Copy').click();
    await operator.page.getByRole('dialog').getByText('The link is copied.').waitFor();
    await operator.screenshot('operator-invite');
    await operator.button('Close').click();

    seen.examined = await operator.examine('operator');
    await operator.button(`End: ${options.title}`).click();
    await operator.page.getByRole('dialog').waitFor();
    seen.dialog = await operator.findings();
    await operator.screenshot('operator-end');
    await operator.button('End call').click();
    await call(options.title).waitFor({ state: 'detached' });
    await operator.text(`Ended: ${options.title}`).waitFor();
  },

  // { call, users: [two accounts], conference } how the pages of calls look
  async look(browser) {
    const [account, another] = options.users;
    const stranger = await Visitor.at(browser, `/c/${options.conference}`);
    await stranger.page.getByLabel('Username').waitFor();
    seen.login = await stranger.examine('login');
    const other = await Visitor.at(browser, `/c/${options.call}`);
    await other.login(another);
    await other.join();
    await other.button('Mute').waitFor();
    const visitor = await Visitor.at(browser, `/c/${options.call}`);
    await visitor.login(account);
    await visitor.page.getByRole('combobox', { name: 'Camera' }).waitFor();
    await visitor.text('1 person is here').waitFor();
    seen.lobby = await visitor.examine('lobby');
    await visitor.join();
    await visitor.sees(another.name);
    seen.meeting = await visitor.examine('meeting');
    await visitor.button('Stop camera').click();
    await other.person(account.name).filter({ hasText: 'camera off' }).waitFor();
    seen.dark = await other.examine('meeting-camera-off');
  },
};

async function main() {
  const run = scenarios[scenario];
  if (!run) {
    throw new Error(`unknown scenario ${scenario}`);
  }
  const server = await launch(options.deadline, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
  let browser;
  try {
    browser = await chromium.connect(server.wsEndpoint(), { timeout: options.deadline });
    await run(browser);
  } catch (failure) {
    await failed(browser);
    throw failure;
  } finally {
    await server.close();
  }
  console.log(JSON.stringify(seen));
}

/** What the pages looked like when it went wrong. */
async function failed(browser) {
  const pages = browser?.contexts().flatMap((context) => context.pages()) || [];
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: path.join(options.screenshots, `failed-${scenario}-${index}.png`) }).catch(() => {});
  }
}

main().catch((error) => {
  console.error(error, JSON.stringify(seen));
  process.exitCode = 1;
});
