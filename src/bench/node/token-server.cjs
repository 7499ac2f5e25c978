// The yardstick: what a token server for calls looks like when it is put together from the usual parts. It knows its
// users by the tokens that they send, limits each of them, and signs a token for the call.
// Usage: token-server.cjs PORT USERS_FILE, a JSON array of {id, name, token}
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const express = require('express');
const jwt = require('jsonwebtoken');
const { rateLimit } = require('express-rate-limit');

const [port, usersFile] = process.argv.slice(2);
const hash = (token) => crypto.createHash('sha256').update(token).digest('base64');
const users = new Map(JSON.parse(fs.readFileSync(usersFile, 'utf8')).map((user) => [hash(user.token), user]));
// A key object: given bytes, jsonwebtoken tries each time to read them as a private key, which takes ten times as long as the rest.
const secret = crypto.createSecretKey(crypto.randomBytes(32));

const app = express();

app.use((request, response, next) => {
  const user = users.get(hash(request.get('X-Auth-Token') || ''));
  if (!user || user.id !== request.get('X-User-Id')) {
    response.status(401).json({ success: false });
    return;
  }
  request.user = user;
  next();
});

app.use(rateLimit({ windowMs: 5000, limit: 1000, standardHeaders: false, legacyHeaders: true, keyGenerator: (request) => request.user.id }));

app.post('/api/v1/video-conference.join', express.json(), (request, response) => {
  const { callId } = request.body;
  const token = jwt.sign({ room: callId, context: { user: { id: request.user.id, name: request.user.name } } }, secret, { issuer: 'usher', expiresIn: '1h' });
  response.json({ url: `https://meet.example.org/${callId}?jwt=${token}`, providerName: 'jitsi', callId, success: true });
});

app.listen(Number(port), '127.0.0.1');
