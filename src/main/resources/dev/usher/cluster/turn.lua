-- Whose turn it is to send the events of a webhook.
--
-- KEYS: the pod that has the turn, for as long as its lease lasts
-- ARGV: the pod that asks, for how many ms it wants to have the turn; 0 gives it back
-- Returns 1 if the turn is, or was, that pod's; else 0.

local TURN = KEYS[1]
local me, lease = ARGV[1], ARGV[2]

local holder = redis.call('GET', TURN)
if lease == '0' then
  return holder == me and redis.call('DEL', TURN) or 0
end
if holder and holder ~= me then
  return 0
end
redis.call('SET', TURN, me, 'PX', lease)
return 1
