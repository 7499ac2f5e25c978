-- The order in which logins were made, so that there are never more than so many.
--
-- KEYS: the hashes of tokens by number, the latest number
-- ARGV: the hash of a new one, how many there may be, when it expires
-- Returns the hashes of those that are too many, oldest first.

local ORDER, NUMBER = KEYS[1], KEYS[2]
local hash, max, expires = ARGV[1], tonumber(ARGV[2]), ARGV[3]

redis.call('ZADD', ORDER, redis.call('INCR', NUMBER), hash)
redis.call('PEXPIREAT', ORDER, expires)
local more = redis.call('ZCARD', ORDER) - max
if more <= 0 then
  return {}
end
local tooMany = redis.call('ZRANGE', ORDER, 0, math.min(more, 1000) - 1)
redis.call('ZREM', ORDER, unpack(tooMany))
return tooMany
