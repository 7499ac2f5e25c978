// Uses Usher as a program does that was written for Rocket.Chat, through its published client.
// Prints what it saw as one JSON object.
'use strict';

const [baseUrl, user, password] = process.argv.slice(2);
const { RestClient } = require('@rocket.chat/api-client');

const client = new RestClient({ baseUrl });
const seen = {};

async function refusal(request) {
  try {
    await request;
  } catch (response) {
    return { status: response.status, body: await response.json() };
  }
  throw new Error('expected a refusal');
}

async function main() {
  seen.withoutLogin = await refusal(client.get('/v1/me'));

  seen.login = await client.post('/v1/login', { user, password });
  const { userId, authToken } = seen.login.data;
  client.setCredentials({ 'X-User-Id': userId, 'X-Auth-Token': authToken });
  seen.resumed = await client.post('/v1/login', { resume: authToken });

  seen.started = await client.post('/v1/video-conference.start', { roomId: 'general', title: 'Weekly' });
  const { callId } = seen.started.data;
  seen.joined = await client.post('/v1/video-conference.join', { callId, state: { mic: true, cam: false } });
  seen.info = await client.get('/v1/video-conference.info', { callId });
  seen.list = await client.get('/v1/video-conference.list', { roomId: 'general', offset: 0, count: 10 });
  seen.capabilities = await client.get('/v1/video-conference.capabilities');
  seen.joinedAgain = await client.post('/v1/video-conference.join', { callId, state: { mic: false } });

  seen.limited = await refusal(client.post('/v1/video-conference.join', { callId }));
  const seconds = Number(seen.limited.body.error.match(/must wait (\d+) seconds/)[1]);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  seen.joinedAfterWaiting = await client.post('/v1/video-conference.join', { callId });

  seen.left = await client.post('/v1/video-conference.leave', { callId });
  seen.unknown = await refusal(client.post('/v1/video-conference.leave', { callId: 'unknown' }));

  const guest = new RestClient({ baseUrl });
  seen.guest = await guest.post('/v1/video-conference.join', { callId });

  seen.logout = await client.post('/v1/logout', undefined);
  seen.afterLogout = await refusal(client.get('/v1/me'));
  console.log(JSON.stringify(seen));
}

main().catch((error) => {
  console.error(error, JSON.stringify(seen));
  process.exit(1);
});
