-- What is known of all calls together: which are open, which are over, when time changes each next, and how many
-- people are in them. It follows the calls within a second; the calls themselves are the truth.
--
-- KEYS: the open calls by number, those that are over by their end, the dues of all, and the people in each
-- ARGV: the operation, and what belongs to that

local OPEN, OVER, DUES, PEOPLE, TOTAL, NUMBERS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]

-- Who looks after a call has that long; then another one may.
local CLAIM = 5000
-- A due that is only known to somebody who dies is made up for by looking at every call now and then.
local LOOK_AGAIN = 5 * 60 * 1000

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function text(number)
  return string.format('%.0f', number)
end

local function setPeople(id, version, people)
  local known = redis.call('HGET', PEOPLE, id)
  local before = known and tonumber(known:match(' (%d+)$')) or 0
  if people > 0 then
    redis.call('HSET', PEOPLE, id, text(version) .. ' ' .. text(people))
  elseif known then
    redis.call('HDEL', PEOPLE, id)
  end
  if people ~= before then
    redis.call('INCRBY', TOTAL, people - before)
  end
end

local function remove(id)
  redis.call('ZREM', OPEN, id)
  redis.call('ZREM', OVER, id)
  redis.call('ZREM', DUES, id)
  setPeople(id, 0, 0)
end

-- A call as somebody saw it. Who looks after it says when it is due; others can only say that it is due earlier.
local function note(id, version, people, due, ended, looksAfter)
  if ended ~= '' then
    if redis.call('ZREM', OPEN, id) == 1 then
      redis.call('ZADD', OVER, ended, id)
    end
    if redis.call('ZSCORE', OVER, id) then
      redis.call('ZADD', DUES, due, id)
      setPeople(id, version, 0)
    end
    return
  end
  if not redis.call('ZSCORE', OPEN, id) then
    return
  end
  local known = redis.call('HGET', PEOPLE, id)
  if not known or tonumber(known:match('^%d+')) <= version then
    setPeople(id, version, people)
  end
  redis.call('ZADD', DUES, looksAfter == '1' and 'XX' or 'LT', text(math.min(due, now + LOOK_AGAIN)), id)
end

local operations = {}

-- Makes room for a call: returns its number and which call has to be forgotten for it, or false if there is no room.
function operations.admit(id, max)
  local forgotten = false
  if redis.call('ZCARD', OPEN) + redis.call('ZCARD', OVER) >= tonumber(max) then
    forgotten = redis.call('ZRANGE', OVER, 0, 0)[1]
    if not forgotten then
      return false
    end
    remove(forgotten)
  end
  local number = redis.call('INCR', NUMBERS)
  redis.call('ZADD', OPEN, number, id)
  redis.call('ZADD', DUES, text(now + CLAIM), id)
  return { number, forgotten }
end

function operations.remove(id)
  remove(id)
  return 'OK'
end

-- Takes what was seen, six values a call, and returns the number of open calls, the number of people in them, and the
-- calls to look after now, `max` at the most.
function operations.tick(max, ...)
  local seen = { ... }
  for i = 1, #seen, 6 do
    note(seen[i], tonumber(seen[i + 1]), tonumber(seen[i + 2]), tonumber(seen[i + 3]), seen[i + 4], seen[i + 5])
  end
  local due = redis.call('ZRANGEBYSCORE', DUES, '-inf', text(now), 'LIMIT', 0, max)
  for _, id in ipairs(due) do
    redis.call('ZADD', DUES, text(now + CLAIM), id)
  end
  return { redis.call('ZCARD', OPEN), tonumber(redis.call('GET', TOTAL) or 0), due }
end

return operations[ARGV[1]](unpack(ARGV, 2))
