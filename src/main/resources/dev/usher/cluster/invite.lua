-- The invites to one call. They go with it: the script of calls removes them when it is over.
--
-- KEYS: the call, its invites by hash, how often and by whom each was used, the hashes from the oldest on
-- ARGV: the operation, and what belongs to that
-- Returns what the invite turned out to be: SPEAKER, LISTENER, INVALID or EXPIRED.

local CALL, INVITES, USES, ORDER = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local operations = {}

function operations.add(hash, invite, max)
  local keep = redis.call('PTTL', CALL)
  local ended = redis.call('HGET', CALL, 'ended')
  if keep < 0 or ended and ended ~= '' then
    return 'INVALID'
  end
  redis.call('HSET', INVITES, hash, invite)
  redis.call('RPUSH', ORDER, hash)
  if redis.call('LLEN', ORDER) > tonumber(max) then
    local oldest = redis.call('LPOP', ORDER)
    redis.call('HDEL', INVITES, oldest)
    redis.call('HDEL', USES, oldest)
  end
  for _, key in ipairs({ INVITES, USES, ORDER }) do
    redis.call('PEXPIRE', key, keep)
  end
  return 'OK'
end

local function redeem(hash, user, use)
  local stored = redis.call('HGET', INVITES, hash)
  if not stored then
    return 'INVALID'
  end
  local invite = cjson.decode(stored)
  if invite.expires and invite.expires <= now then
    return 'EXPIRED'
  end
  local mine = hash .. ' ' .. user
  if invite.maxUses and redis.call('HEXISTS', USES, mine) == 0 then
    if tonumber(redis.call('HGET', USES, hash) or 0) >= invite.maxUses then
      return 'EXPIRED'
    end
    if use then
      redis.call('HINCRBY', USES, hash, 1)
      redis.call('HSET', USES, mine, 1)
      redis.call('PEXPIRE', USES, redis.call('PTTL', INVITES))
    end
  end
  return invite.role
end

function operations.look(hash, user)
  return redeem(hash, user, false)
end

function operations.redeem(hash, user)
  return redeem(hash, user, true)
end

function operations.reset()
  redis.call('DEL', INVITES, USES, ORDER)
  return 'OK'
end

return operations[ARGV[1]](unpack(ARGV, 2))
