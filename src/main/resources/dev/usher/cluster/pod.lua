-- Which pods hold connections, and since when they were last heard of, in ms since 1970.
--
-- KEYS: the pods by that time
-- ARGV: the pod that says it is there, 1 if it holds any, how many ms a pod may be silent
-- Returns the pods that were silent for longer. Whoever is told has that time to clean up after them.

local PODS = KEYS[1]
local me, holds, lease = ARGV[1], ARGV[2], tonumber(ARGV[3])

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function heard(pod)
  redis.call('ZADD', PODS, string.format('%.0f', now), pod)
end

if holds == '1' then
  heard(me)
end
local dead = redis.call('ZRANGEBYSCORE', PODS, '-inf', string.format('%.0f', now - lease))
for _, pod in ipairs(dead) do
  heard(pod)
end
return dead
