-- Do what has become due: one sorted set `due` holds every deadline, its member's first letter tells which.
--   L:<id>         a lease ran out        -> back to its place, or dead letter after max_attempts starts
--   R:<id>         a delay is over        -> ready
--   W:<kind>       the rate of starts allows the next one -> wake a consumer
--   D:<id>         a start deadline       -> failed, if it still waits
--   X:<id>         retention is over      -> record removed
--   T:<id>:<owner> a tombstone is old     -> forgotten by the changes feed too
--   F:<id>:<owner> an upload's time ended -> removed, unless a live job or a draft needs it
--   E:<id>:<owner> a draft's time ended   -> removed, its files get their own time again (needs shared/drafts.lua)
local SWEEP_AT_ONCE = 200
-- While the store was away nobody could renew: when the newest heartbeat is older than AWAY_MS (an idle worker's beat
-- comes every 3 s), leases get GRACE_MS more before they count as lost.
local AWAY_MS = 4500
local GRACE_MS = 4000

local function lost_error(job)
  return cjson.encode({
    code = 'lost',
    message = 'The worker died or fell silent while it ran this job, and no start is left: it was number ' ..
      job.attempt .. ' of ' .. job.max_attempts .. '. Look into the worker\'s log before you try again.',
    retryable = true,
  })
end

local function lease_ran_out(id)
  local job = read_job(id)
  if not job or job.state ~= 'running' then
    redis.call('ZREM', P .. 'due', 'L:' .. id)
    return
  end
  let_go(job)
  count(job.kind, 'lost', 1)
  if job.cancel == '1' then
    close(job, 'cancelled')
  elseif job.attempt >= job.max_attempts then
    close(job, 'failed', 'error', lost_error(job))
  else
    send_back(job, 0, true, 'waiting', 'its worker was lost; it runs again')
  end
  wake_if_room(job.kind)
end

local function delay_over(id)
  redis.call('ZREM', P .. 'due', 'R:' .. id)
  local job = read_job(id)
  if job and job.state == 'queued' then
    write_job(job, 'not_before', '')
    line_up(job)
    wake_if_room(job.kind)
  end
end

local function start_deadline_passed(id)
  redis.call('ZREM', P .. 'due', 'D:' .. id)
  local job = read_job(id)
  if job and job.state == 'queued' then
    step_out(job)
    close(job, 'failed', 'error', cjson.encode({
      code = 'start_deadline_passed',
      message = 'It could not start before its start deadline. Submit it again with a later one, or a higher priority.',
      retryable = true,
    }))
  end
end

local function forget(member)
  local id, owner = string.match(member, '^T:([^:]+):(.*)$')
  redis.call('ZREM', P .. 'due', member)
  local score = redis.call('ZSCORE', P .. 'changes:' .. owner, id)
  if score then
    redis.call('ZREM', P .. 'changes:' .. owner, id)
    -- A cursor from before this stamp would never learn of the removal.
    local floor = tonumber(redis.call('GET', P .. 'floor:' .. owner) or 0)
    if tonumber(score) > floor then
      redis.call('SET', P .. 'floor:' .. owner, score)
    end
  end
end

local function file_time_ended(member)
  local id, owner = string.match(member, '^F:([^:]+):(.*)$')
  if redis.call('EXISTS', P .. 'filedrafts:' .. id .. ':' .. owner) == 1 then
    redis.call('ZREM', P .. 'due', member) -- a draft that lets it go sets it anew
    return
  end
  if redis.call('SCARD', P .. 'filejobs:' .. id) > 0 then
    redis.call('ZADD', P .. 'due', int(now + 60000), member)
    return
  end
  redis.call('ZREM', P .. 'due', member)
  redis.call('DEL', P .. 'file:' .. id .. ':' .. owner)
  redis.call('SREM', P .. 'fileowners:' .. id, owner)
  if redis.call('SCARD', P .. 'fileowners:' .. id) == 0 then
    redis.call('ZADD', P .. 'litter', now, 'file:' .. id)
  end
end

-- The moment before which no lease counts as lost because the store itself was away until just now, or 0.
-- Told by the heartbeats: when the newest of any worker is old, nobody could renew.
local function grace_deadline()
  local granted = tonumber(redis.call('GET', P .. 'grace'))
  if granted then
    return granted
  end
  local newest = redis.call('ZREVRANGE', P .. 'workers', 0, 0, 'WITHSCORES')
  if newest[2] and now - tonumber(newest[2]) > AWAY_MS then
    redis.call('SET', P .. 'grace', int(now + GRACE_MS), 'PX', GRACE_MS)
    return now + GRACE_MS
  end
  return 0
end

-- Returns milliseconds until something is due, -1 when nothing is.
local function sweep()
  local first = redis.call('ZRANGE', P .. 'due', 0, 0, 'WITHSCORES')
  if not first[2] then
    return -1
  end
  if tonumber(first[2]) > now then
    return tonumber(first[2]) - now
  end
  local due = redis.call('ZRANGEBYSCORE', P .. 'due', '-inf', now, 'WITHSCORES', 'LIMIT', 0, SWEEP_AT_ONCE)
  local grace = nil
  for index = 1, #due, 2 do
    local member = due[index]
    local letter, id = string.sub(member, 1, 1), string.sub(member, 3)
    if letter == 'L' then
      grace = grace or grace_deadline()
      if tonumber(due[index + 1]) < grace then
        redis.call('ZADD', P .. 'due', int(grace), member)
      else
        lease_ran_out(id)
      end
    elseif letter == 'R' then
      delay_over(id)
    elseif letter == 'D' then
      start_deadline_passed(id)
    elseif letter == 'X' then
      local job = read_job(id)
      if job then
        remove(job)
      else
        redis.call('ZREM', P .. 'due', member)
      end
    elseif letter == 'W' then
      redis.call('ZREM', P .. 'due', member)
      wake_if_room(id)
    elseif letter == 'T' then
      forget(member)
    elseif letter == 'E' then
      end_draft(string.match(id, '^([^:]+):(.*)$'))
    else
      file_time_ended(member)
    end
  end
  first = redis.call('ZRANGE', P .. 'due', 0, 0, 'WITHSCORES')
  return first[2] and math.max(0, tonumber(first[2]) - now) or -1
end
