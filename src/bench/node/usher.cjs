// Usher as benchmarks run it: packaged, with users whose tokens are in a file.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { freePort, start, until } = require('./processes.cjs');

const target = path.join(__dirname, '..', '..', '..', 'target');
const runner = fs.existsSync(target) && fs.readdirSync(target).find((name) => name.endsWith('-runner'));
const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const executable = runner && path.join(target, runner);
const jar = path.join(target, 'quarkus-app/quarkus-run.jar');
const join = '/api/v1/video-conference.join';
const variant = executable ? 'native executable' : 'jar';
const command = executable ? [executable] : [java, '-jar', jar];
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const alphabet = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

// The id that Usher makes of a name.
function userId(name) {
  let rest = BigInt(`0x${crypto.createHash('sha256').update(`user ${name}`).digest('hex')}`);
  let id = '';
  while (id.length < 17) {
    id += alphabet[Number(rest % BigInt(alphabet.length))];
    rest /= BigInt(alphabet.length);
  }
  return id;
}

function user(name) {
  return { name, id: userId(name), token: `token-of-${name}` };
}

// Starts calls, as often as it likes.
const host = user('host');

function writeTokens(folder, users) {
  const line = ({ name, token }) => `${name}:${crypto.createHash('sha256').update(token).digest('base64')}`;
  fs.writeFileSync(path.join(folder, 'tokens'), [`${line(host)}:bypass-rate-limit`, ...users.map(line)].join('\n'));
}

// Starts Usher by a command, with the tokens of the folder and with further lines of configuration.
async function startUsher(run, folder, settings) {
  const port = await freePort();
  const home = fs.mkdtempSync(path.join(folder, 'usher-'));
  fs.mkdirSync(path.join(home, 'config'));
  fs.writeFileSync(path.join(home, 'config', 'application.properties'), ['quarkus.http.host=127.0.0.1', `quarkus.http.port=${port}`,
    `usher.identity.api-tokens-file=${path.join(folder, 'tokens')}`, 'usher.identity.admin-password=bench', ...settings].join('\n'));
  const child = start(run, home);
  await until('Usher', child, async () => (await send(port, 'GET', '/q/health/ready', {})).status === 200);
  return { port, child };
}

function send(port, method, pathname, headers, body) {
  const text = body ? JSON.stringify(body) : '';
  const all = body ? { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : headers;
  return new Promise((resolve, reject) => {
    const sent = http.request({ port, host: '127.0.0.1', agent, method, path: pathname, headers: all }, (answer) => {
      let seen = '';
      answer.on('data', (chunk) => { seen += chunk; });
      answer.on('end', () => resolve({ status: answer.statusCode, text: seen }));
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

async function succeed(port, pathname, by, body) {
  const { status, text } = await send(port, 'POST', pathname, { 'x-user-id': by.id, 'x-auth-token': by.token }, body);
  if (status !== 200) throw new Error(`${pathname}: ${status} ${text}`);
  return JSON.parse(text);
}

async function startCall(port, roomId) {
  return (await succeed(port, '/api/v1/video-conference.start', host, { roomId })).data.callId;
}

const closeConnections = () => agent.destroy();

module.exports = { closeConnections, command, executable, jar, java, join, send, startCall, startUsher, succeed, target, user, variant, writeTokens };
