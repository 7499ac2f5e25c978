// Headless Chromium with a microphone and a camera that are not real, on loopback only.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

function executable() {
  const name = process.env.CHROMIUM || 'chromium';
  const folders = name.includes('/') ? [''] : process.env.PATH.split(path.delimiter);
  const found = folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
  if (!found) {
    throw new Error(`no ${name} on PATH`);
  }
  return found;
}

exports.launch = (timeout, ...more) => chromium.launchServer({
  executablePath: executable(),
  headless: true,
  timeout,
  args: [
    '--no-sandbox',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--allow-loopback-in-peer-connection',
    '--disable-features=WebRtcHideLocalIpsWithMdns',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    ...more,
  ],
});
