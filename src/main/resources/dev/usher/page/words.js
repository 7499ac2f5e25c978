// What the pages say in plain words.

const REASONS = {
  'call-ended': 'This call has ended.',
  'call-full': 'This call is full.',
  USERS_TOO_MUCH: 'This call is full.',
  'invalid-params': 'There is no such call, or you may not join it.',
  'invalid-call': 'This call cannot be joined.',
  GROUPCALL_INVALID: 'There is no such call, or you may not join it.',
  GROUPCALL_FORBIDDEN: 'This call is over or has not begun, or you may not join it.',
  INVITE_HASH_INVALID: 'This invite is not valid, or not any more. Ask for a new one.',
  INVITE_HASH_EXPIRED: 'This invite has expired. Ask for a new one.',
  CHAT_ADMIN_REQUIRED: 'This is a live stream, which only those who present may join.',
  CHAT_WRITE_FORBIDDEN: 'This is a live stream, which only those who present may join.',
  PARTICIPANT_JOIN_MISSING: 'You are not in this call any more.',
  VIDEO_STOP_FORBIDDEN: 'The camera cannot be started in this call.',
  GROUPCALL_ADD_PARTICIPANTS_FAILED: 'The media server cannot take you in at the moment.',
  MEDIA_SERVER_FAILED: 'The media server does not answer as it should.',
  'failed-to-get-url': 'The conference service does not answer at the moment.',
  'no-active-video-conf-provider': 'No conference service is set up.',
  'video-conf-provider-not-configured': 'The conference service is not fully set up.',
  Unauthorized: 'The name or the password is wrong.',
};
const STATUSES = {
  0: 'Usher cannot be reached.',
  401: 'Please log in.',
  403: 'You may not do that.',
  404: 'There is no such call, or you may not join it.',
  429: 'That was too often in a short time.',
  503: 'Usher is too busy at the moment.',
};
const NOTHING_TO_JOIN = {
  ended: 'This call has ended.',
  declined: 'This call was declined.',
  expired: 'Nobody answered this call.',
};

/** Why something was refused. */
export function reason({ status, code }) {
  return status === 429 ? STATUSES[429] : REASONS[code] || STATUSES[status] || 'That did not work.';
}

/** Why a call in that status cannot be joined; undefined if it can. */
export function over(status) {
  return NOTHING_TO_JOIN[status];
}

/** How many people there are. */
export function people(count) {
  return count === 0 ? 'Nobody is here yet' : count === 1 ? '1 person is here' : `${count} people are here`;
}

/** What a call is called. */
export function title(call) {
  return call.title || (call.type === 'direct' ? `Call of ${call.createdBy.name}` : `Call in ${call.roomId}`);
}

/** What kind of call it is. */
export function kind(call) {
  return call.type === 'direct' ? 'Direct call'
    : call.type !== 'video-chat' ? 'Conference'
      : call.liveStream ? 'Live stream'
        : call.mode === 'voice' ? 'Voice chat' : 'Video chat';
}

/** The devices of a participant, for who does not see the icons. */
export function devices({ mic, cam } = {}) {
  return `microphone ${mic ? 'on' : 'off'}, camera ${cam ? 'on' : 'off'}`;
}

/** One or two letters for a name. */
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words[words.length - 1] : ''].map((word) => [...(word || '')][0] || '')
    .join('').toUpperCase();
}
