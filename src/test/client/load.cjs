// Joins one call over and over on several connections until Usher is not ready any more, as a cluster's load balancer
// stops sending to a pod that is going; or lets so many guests join, each of them once. Prints how many requests were
// answered how, as one JSON object.
// Usage: node load.cjs BASE_URL USER PASSWORD CONNECTIONS [GUESTS]
'use strict';

const http = require('node:http');

const [baseUrl, user, password, connections, guests] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) + 1 });
const seen = { joined: 0, refused: 0, failed: 0, errors: {} };
let going = true;

function request(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const sent = http.request(baseUrl + path, {
      method, agent, headers: json ? { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) } : headers,
    }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; });
      response.on('end', () => resolve({ status: response.statusCode, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(json);
  });
}

async function watch() {
  while (going) {
    const ready = await request('GET', '/q/health/ready', {}).catch(() => ({ status: 0 }));
    going = going && ready.status === 200;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function join(headers, callId) {
  while (going) {
    try {
      const answer = await request('POST', '/api/v1/video-conference.join', headers, { callId });
      if (answer.status === 200) seen.joined += 1; else seen.refused += 1;
      if (seen.joined === 200) console.error('under load');
      going = going && !(guests && seen.joined + seen.refused >= Number(guests));
    } catch (error) {
      seen.failed += 1;
      seen.errors[error.code || error.message] = (seen.errors[error.code || error.message] || 0) + 1;
    }
  }
}

async function main() {
  const login = JSON.parse((await request('POST', '/api/v1/login', {}, { user, password })).text);
  const headers = { 'x-user-id': login.data.userId, 'x-auth-token': login.data.authToken };
  const started = JSON.parse((await request('POST', '/api/v1/video-conference.start', headers, { roomId: 'general' })).text);
  const joining = Array.from({ length: Number(connections) }, () => join(guests ? {} : headers, started.data.callId));
  await Promise.all([watch(), ...joining]);
  console.log(JSON.stringify(seen));
  agent.destroy();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
