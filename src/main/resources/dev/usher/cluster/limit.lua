-- One key's limit: at the most so many requests in any window of that length, wherever it begins.
--
-- KEYS: the times at which the latest requests were accepted, as many as a window allows, in us since 1970
-- ARGV: acquire or release, the number of requests, the window's length in us
-- Returns {1 if accepted, how many more would be, in how many ms the next place becomes free}.

local KEY, OPERATION = KEYS[1], ARGV[1]
local requests, window = tonumber(ARGV[2]), tonumber(ARGV[3])

if OPERATION == 'release' then
  redis.call('RPOP', KEY)
  return { 1, 0, 0 }
end

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local function millisUntilFree(time)
  return math.ceil((window - (now - time)) / 1000)
end

local oldest = tonumber(redis.call('LINDEX', KEY, -requests) or nil)
if oldest and now - oldest < window then
  return { 0, 0, millisUntilFree(oldest) }
end
redis.call('RPUSH', KEY, string.format('%.0f', now))
redis.call('LTRIM', KEY, -requests, -1)
redis.call('PEXPIRE', KEY, math.ceil(window / 1000))
local inside, oldestInside = 0, now
for _, time in ipairs(redis.call('LRANGE', KEY, 0, -1)) do
  time = tonumber(time)
  if now - time < window then
    inside = inside + 1
    oldestInside = math.min(oldestInside, time)
  end
end
return { 1, requests - inside, millisUntilFree(oldestInside) }
