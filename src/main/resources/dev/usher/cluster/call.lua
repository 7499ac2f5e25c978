-- All changes of one call, as LiveCall makes them in one process. Whatever is asked, what time has ended has ended
-- before: leases, then the call itself.
--
-- KEYS: what is kept of the call, all in one slot
-- ARGV: the channel of the events, the operation, and what belongs to that
-- Returns {reason, call, due, result, now}: a reason of CallException or OK; the call's fields as in FIELDS, or false
-- if there is no such call; when time changes something next, false if that is as before; what the operation gives.
-- Times are ms since 1970.
-- An event is lines: the call's id, its fields, and for a change of a participant the entry before (empty if there was
-- none) and now. With two lines the call is over, unless its id has "started:" or "renamed:" before it.

local CALL, PEOPLE, LEASES, CHATS, SOURCES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local INVITES, INVITE_USES, INVITE_ORDER, SUBSCRIPTIONS = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local CHANNEL, OPERATION = ARGV[1], ARGV[2]

local FIELDS = { 'fixed', 'status', 'title', 'present', 'guests', 'version', 'updated', 'ended', 'endedBy', 'begun',
  'lasts', 'empty' }
local DAY = 24 * 60 * 60 * 1000
local NEVER = 1e15
local POSSIBLE = { ALWAYS = true, ALLOWED = true }
local OVER = { EXPIRED = true, ENDED = true, DECLINED = true }

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local call, fixed, dirty

local function load()
  local values = redis.call('HMGET', CALL, unpack(FIELDS))
  if not values[1] then
    return false
  end
  call = {}
  for i, field in ipairs(FIELDS) do
    call[field] = values[i]
  end
  call.title, call.endedBy = call.title ~= '' and call.title, call.endedBy ~= '' and call.endedBy
  for _, field in ipairs({ 'present', 'guests', 'version', 'updated', 'ended', 'begun', 'lasts', 'empty' }) do
    call[field] = tonumber(call[field])
  end
  fixed = cjson.decode(call.fixed)
  return true
end

local function isOver()
  return OVER[call.status]
end

local function text(number)
  return string.format('%.0f', number)
end

local function fields()
  local values = {}
  for i, field in ipairs(FIELDS) do
    local value = call[field]
    values[i] = type(value) == 'number' and text(value) or value or false
  end
  return values
end

local function forgetAt()
  return call.ended and call.ended + fixed.retention or call.lasts + fixed.retention
end

-- Longer than the call can be seen, so that its room can still be told when it is forgotten.
local function expireAt()
  return text(forgetAt() + DAY)
end

local function save()
  local values = {}
  for i, value in ipairs(fields()) do
    if i > 1 then
      values[#values + 1] = FIELDS[i]
      values[#values + 1] = value or ''
    end
  end
  redis.call('HSET', CALL, unpack(values))
end

local function keepAll()
  local at = expireAt()
  for _, key in ipairs(KEYS) do
    redis.call('PEXPIREAT', key, at)
  end
end

-- A collection that was empty is a new key, which has no time yet.
local function keep(key, size)
  if redis.call(size, key) == 1 then
    redis.call('PEXPIREAT', key, expireAt())
  end
end

local function count(at)
  call.version = call.version + 1
  call.updated = at
  dirty = true
end

local function publish(what, ...)
  redis.call('PUBLISH', CHANNEL, table.concat({ what .. fixed.id, cjson.encode(fields()), ... }, '\n'))
end

local function isPresent(entry)
  return entry.joined and not entry.left
end

local function entryOf(person)
  local stored = redis.call('HGET', PEOPLE, person)
  if stored then
    return cjson.decode(stored), stored
  end
end

local function sourcesOf(entry)
  local connection = entry and isPresent(entry) and entry.connection
  return connection and connection.state ~= 'LOST' and connection.sources or {}
end

local function chatOf(entry)
  return entry and isPresent(entry) and entry.seenAs and entry.seenAs.id
end

local function indexMedia(person, before, entry)
  if chatOf(before) ~= chatOf(entry) then
    if chatOf(before) then
      redis.call('HDEL', CHATS, chatOf(before))
    end
    if chatOf(entry) then
      redis.call('HSET', CHATS, chatOf(entry), person)
      keep(CHATS, 'HLEN')
    end
  end
  for _, source in ipairs(sourcesOf(before)) do
    redis.call('HDEL', SOURCES, text(source))
  end
  for _, source in ipairs(sourcesOf(entry)) do
    redis.call('HSET', SOURCES, text(source), person)
    keep(SOURCES, 'HLEN')
  end
  if before and isPresent(before) and not isPresent(entry) then
    redis.call('HDEL', SUBSCRIPTIONS, person)
  end
end

local function indexLease(person, before, entry)
  if not entry.leased or not isPresent(entry) then
    if before and before.leased then
      redis.call('ZREM', LEASES, person)
    end
  elseif entry.seen ~= before.seen or not before.leased then
    redis.call('ZADD', LEASES, text(entry.seen), person)
    keep(LEASES, 'ZCARD')
  end
end

-- Puts an entry in place of the one that was stored. Silent is what nobody needs to hear of.
local function put(person, stored, entry, silent)
  local before = stored and cjson.decode(stored)
  local encoded = cjson.encode(entry)
  redis.call('HSET', PEOPLE, person, encoded)
  if entry.number == 0 and not stored then
    redis.call('PEXPIREAT', PEOPLE, expireAt())
  end
  if fixed.videoChat then
    indexMedia(person, before, entry)
  end
  indexLease(person, before, entry)
  if not silent then
    publish('', stored or '', encoded)
  end
  return encoded
end

local function added(person)
  return { person = person, added = now, number = redis.call('HLEN', PEOPLE) }
end

local function hasRoomFor(more)
  return redis.call('HLEN', PEOPLE) + more <= fixed.maxParticipants
end

local function leave(entry, reason, at)
  entry.left, entry.reason = at, reason
  entry.leased, entry.hand, entry.connection = nil, nil, nil
end

local function remove(person, stored, entry, reason, at)
  call.present = call.present - 1
  count(at)
  leave(entry, reason, at)
  put(person, stored, entry)
  if call.present == 0 then
    call.empty = at + fixed.emptyTimeout
  end
end

local function over(how, by, at)
  call.status, call.endedBy, call.ended, call.present, call.empty = how, by, at, 0, nil
  count(at)
  local there = {}
  for _, stored in ipairs(redis.call('HVALS', PEOPLE)) do
    local entry = cjson.decode(stored)
    if isPresent(entry) then
      there[#there + 1] = { entry = entry, stored = stored }
    end
  end
  table.sort(there, function(one, other)
    return one.entry.number < other.entry.number
  end)
  for _, one in ipairs(there) do
    leave(one.entry, 'CALL_ENDED', at)
    put(one.entry.person.id, one.stored, one.entry)
  end
  redis.call('DEL', INVITES, INVITE_USES, INVITE_ORDER, SUBSCRIPTIONS)
  publish('')
  keepAll()
end

local function ends()
  local rungOut = call.status == 'CALLING' and fixed.created + fixed.ringTimeout or NEVER
  return math.min(call.lasts, rungOut, call.empty or NEVER), rungOut
end

local function expire()
  local gone = redis.call('ZRANGEBYSCORE', LEASES, '-inf', text(now - fixed.lease))
  for _, person in ipairs(gone) do
    local entry, stored = entryOf(person)
    remove(person, stored, entry, 'LEASE_EXPIRED', entry.seen + fixed.lease)
  end
  local at, rungOut = ends()
  if at <= now then
    over(at == call.lasts and 'EXPIRED' or at == rungOut and 'DECLINED' or 'ENDED', false, at)
  end
end

local function due()
  if isOver() then
    return forgetAt()
  end
  local at = ends()
  local oldest = redis.call('ZRANGE', LEASES, 0, 0, 'WITHSCORES')
  return oldest[2] and math.min(at, oldest[2] + fixed.lease) or at
end

-- The microphone is off of who may not speak, the camera of who has connected without one.
local function restrict(entry)
  if not POSSIBLE[entry.speaking or 'ALLOWED'] then
    entry.mic = 'OFF'
  end
  if entry.connection and not entry.connection.video then
    entry.cam = 'OFF'
  end
end

local function joiningAgain(speaking, with)
  if with == 'ALWAYS' then
    return with
  end
  return (speaking == 'REVOKED' or speaking == 'ALLOWED') and speaking or with
end

-- Somebody else has what this one joins with.
local function clash(joining)
  local person = joining.person.id
  local behind = redis.call('HGET', CHATS, (joining.seenAs or joining.person).id)
  if behind and behind ~= person then
    return 'IDENTITY_TAKEN'
  end
  for _, source in ipairs(joining.connection and joining.connection.sources or {}) do
    local owner = redis.call('HGET', SOURCES, text(source))
    if owner and owner ~= person then
      return 'SOURCE_TAKEN'
    end
  end
end

local function present(person)
  if isOver() then
    return 'CALL_OVER'
  end
  local entry, stored = entryOf(person)
  if not entry or not isPresent(entry) then
    return 'NOT_A_PARTICIPANT'
  end
  return nil, entry, stored
end

local operations = {}

function operations.find()
  return 'OK'
end

operations.expire = operations.find

function operations.participant(person)
  return 'OK', redis.call('HGET', PEOPLE, person)
end

function operations.everybody()
  return 'OK', redis.call('HVALS', PEOPLE)
end

function operations.seenAs(id)
  local entry, stored = entryOf(redis.call('HGET', CHATS, id) or id)
  return 'OK', entry and isPresent(entry) and (entry.seenAs or entry.person).id == id and stored or false
end

function operations.owners(...)
  return 'OK', redis.call('HMGET', SOURCES, ...)
end

function operations.join(how)
  if isOver() then
    return 'CALL_OVER'
  end
  if call.status == 'SCHEDULED' then
    return 'CALL_SCHEDULED'
  end
  local joining = cjson.decode(how)
  local refusal = fixed.videoChat and clash(joining)
  if refusal then
    return refusal
  end
  local person = joining.person.id
  local entry, stored = entryOf(person)
  if not entry then
    if not hasRoomFor(1) then
      return 'CALL_FULL'
    end
    entry = added(joining.person)
  end
  if joining.person.kind == 'guest' and not entry.joined then
    call.guests = call.guests + 1
  end
  if not isPresent(entry) then
    call.present = call.present + 1
    entry.leased, entry.hand = nil, nil
  end
  if call.status == 'CALLING' and person ~= fixed.createdBy.id then
    call.status = 'STARTED'
  end
  call.empty = nil
  entry.speaking = entry.joined and joiningAgain(entry.speaking or 'ALLOWED', joining.speaking) or joining.speaking
  entry.person, entry.seenAs, entry.connection = joining.person, joining.seenAs, joining.connection
  entry.mic, entry.cam = joining.mic, joining.cam
  entry.joined, entry.seen = entry.joined or now, now
  entry.left, entry.reason, entry.declined = nil, nil, nil
  restrict(entry)
  count(now)
  put(person, stored, entry)
  return 'OK'
end

function operations.leave(person)
  local entry, stored = entryOf(person)
  if not entry or not entry.joined then
    return 'NOT_A_PARTICIPANT'
  end
  if isPresent(entry) then
    remove(person, stored, entry, 'LEFT', now)
  end
  return 'OK'
end

function operations.disconnect(person, connection)
  local entry, stored = entryOf(person)
  if entry and isPresent(entry) and entry.connection and entry.connection.id == connection then
    remove(person, stored, entry, 'DISCONNECTED', now)
  end
  return 'OK'
end

function operations.loseConnection(person, connection)
  local entry, stored = entryOf(person)
  local is = entry and entry.connection
  if is and is.state ~= 'LOST' and is.id == connection then
    is.state = 'LOST'
    count(now)
    put(person, stored, entry)
  end
  return 'OK'
end

function operations.connected(person, connection)
  local entry, stored = entryOf(person)
  local is = entry and entry.connection
  if is and not is.state and is.id == connection then
    is.state = 'UP'
    put(person, stored, entry, true)
  end
  return 'OK'
end

function operations.heartbeat(person)
  local refusal, entry, stored = present(person)
  if refusal then
    return refusal
  end
  entry.seen, entry.leased = now, true
  put(person, stored, entry, true)
  return 'OK'
end

function operations.change(person, how)
  local refusal, entry, stored = present(person)
  if refusal then
    return refusal
  end
  local change = cjson.decode(how)
  local speaking = entry.speaking or 'ALLOWED'
  if change.speaking and speaking ~= 'ALWAYS' then
    speaking = change.speaking
  end
  local turnsOn = change.mic == 'ON'
  if turnsOn and not POSSIBLE[speaking] then
    return 'MAY_NOT_SPEAK'
  end
  if change.hand ~= nil then
    entry.hand = change.hand and (entry.hand or now) or nil
  end
  if turnsOn or change.speaking and POSSIBLE[speaking] then
    entry.hand = nil
  end
  entry.speaking, entry.seen = speaking, now
  entry.mic, entry.cam = change.mic or entry.mic, change.cam or entry.cam
  restrict(entry)
  count(now)
  return 'OK', put(person, stored, entry)
end

function operations.addMembers(...)
  if isOver() then
    return 'CALL_OVER'
  end
  local new, known = {}, {}
  for _, encoded in ipairs({ ... }) do
    local person = cjson.decode(encoded)
    if not known[person.id] and redis.call('HEXISTS', PEOPLE, person.id) == 0 then
      known[person.id] = true
      new[#new + 1] = person
    end
  end
  if not hasRoomFor(#new) then
    return 'CALL_FULL'
  end
  if #new > 0 then
    count(now)
  end
  local ids = {}
  for i, person in ipairs(new) do
    put(person.id, false, added(person))
    ids[i] = person.id
  end
  return 'OK', ids
end

function operations.rename(title)
  if isOver() then
    return 'CALL_OVER'
  end
  call.title = title ~= '' and title
  count(now)
  publish('renamed:')
  return 'OK'
end

function operations.begin()
  if isOver() then
    return 'CALL_OVER'
  end
  if call.status ~= 'SCHEDULED' then
    return 'NOT_SCHEDULED'
  end
  call.status, call.begun, call.lasts = 'STARTED', now, now + fixed.maxDuration
  count(now)
  keepAll()
  publish('started:')
  return 'OK'
end

operations['end'] = function(by)
  if isOver() then
    return 'CALL_OVER'
  end
  over('ENDED', by ~= '' and by, now)
  return 'OK'
end

function operations.cancel(by)
  if fixed.type ~= 'DIRECT' then
    return 'NOT_DIRECT'
  end
  if call.status ~= 'CALLING' then
    return 'NOT_CALLING'
  end
  over('DECLINED', by, now)
  return 'OK'
end

function operations.decline(by)
  if isOver() then
    return 'CALL_OVER'
  end
  local person = cjson.decode(by)
  local entry, stored = entryOf(person.id)
  if not entry then
    if not hasRoomFor(1) then
      return 'CALL_FULL'
    end
    entry = added(person)
  end
  local ends = call.status == 'CALLING' and person.id == fixed.callee
  if not ends then
    count(now)
  end
  entry.declined = now
  put(person.id, stored, entry)
  if ends then
    over('DECLINED', by, now)
  end
  return 'OK'
end

-- When it begins is for this server's clock to say, as everything else.
local function add(encoded, status, title)
  fixed = cjson.decode(encoded)
  fixed.created = now
  call = { fixed = cjson.encode(fixed), status = status, title = title ~= '' and title, present = 0, guests = 0,
    version = 0, updated = now, begun = fixed.videoChat and status ~= 'SCHEDULED' and now }
  call.lasts = (status == 'SCHEDULED' and fixed.videoChat.scheduledFor or now) + fixed.maxDuration
  redis.call('HSET', CALL, 'fixed', call.fixed)
  save()
  keepAll()
  if status ~= 'SCHEDULED' then
    publish('started:')
  end
end

if OPERATION == 'add' then
  add(unpack(ARGV, 3))
  return { 'OK', fields(), text(due()), false }
end
if not load() then
  return { 'CALL_NOT_FOUND', false, false, false }
end
if OPERATION == 'forget' then
  redis.call('DEL', unpack(KEYS))
  return { 'OK', fields() }
end
if not isOver() then
  expire()
elseif forgetAt() <= now and OPERATION ~= 'expire' then
  return { 'CALL_NOT_FOUND', false, false, false }
end
local reason, result = operations[OPERATION](unpack(ARGV, 3))
if dirty then
  save()
end
local changes = dirty or OPERATION == 'heartbeat' or OPERATION == 'expire'
return { reason, fields(), changes and text(due()), result or false, text(now) }
