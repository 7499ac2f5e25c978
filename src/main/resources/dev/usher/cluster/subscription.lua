-- By which subscription each participant of one call receives: its id, and behind it `busy` while there is an offer to
-- come, or to be answered. The script of calls forgets those of participants who leave.
--
-- KEYS: the call, its subscriptions by participant
-- ARGV: the operation, the participant, the subscription's id
-- Returns OK, or the id of the former subscription (begin); UNKNOWN or BUSY.

local CALL, SUBSCRIPTIONS = KEYS[1], KEYS[2]
local OPERATION, person, id = ARGV[1], ARGV[2], ARGV[3]
local BUSY = ' busy'

local known = redis.call('HGET', SUBSCRIPTIONS, person)
local isBusy = known == id .. BUSY

local function put(value)
  redis.call('HSET', SUBSCRIPTIONS, person, value)
end

if OPERATION == 'begin' then
  put(id .. BUSY)
  redis.call('PEXPIRE', SUBSCRIPTIONS, math.max(1, redis.call('PTTL', CALL)))
  return known and known:match('^%S+') or 'OK'
end
if known ~= id and not isBusy then
  return 'UNKNOWN'
end
if OPERATION == 'change' then
  if isBusy then
    return 'BUSY'
  end
  put(id .. BUSY)
elseif OPERATION == 'settle' then
  put(id)
elseif OPERATION == 'end' then
  redis.call('HDEL', SUBSCRIPTIONS, person)
end
return 'OK'
