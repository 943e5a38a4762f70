-- The moves of a job between states; each is written here once and used by the scripts that need it.

-- A job's record as the moves need it.
local JOB_FIELDS = { 'state', 'start', 'kind', 'lane', 'rank', 'place', 'owner', 'worker', 'version', 'attempt',
  'cancel', 'dedupe', 'files', 'terms', 'started', 'throttles' }

local function read_job(id)
  local values = redis.call('HMGET', P .. 'job:' .. id, unpack(JOB_FIELDS))
  if not values[1] then
    return nil
  end
  local job = { id = id, key = P .. 'job:' .. id }
  for index, name in ipairs(JOB_FIELDS) do
    job[name] = values[index] or nil
  end
  job.lane = job.lane or job.kind
  job.attempt = tonumber(job.attempt) or 0
  -- The terms of admission: time limit, most starts, bound of the queue, retention (all whole numbers).
  local terms = {}
  for number in string.gmatch(job.terms, '%S+') do
    terms[#terms + 1] = tonumber(number)
  end
  job.time_limit_ms, job.max_attempts, job.max_waiting, job.ttl_ms = terms[1], terms[2], terms[3], terms[4]
  return job
end

-- Write fields into the record, with a new version, and note the change.
local function write_job(job, ...)
  job.version = (job.version or 1) + 1 -- an admitted record is version 1 without saying so
  redis.call('HSET', job.key, 'version', job.version, ...)
  changed(job.owner, job.id)
end

-- Put a queued job where takers look: at its own place, which it keeps through every retry.
local function line_up(job)
  if job.lane ~= job.kind then
    redis.call('SADD', P .. 'lanes:' .. job.kind, job.lane)
  end
  redis.call('ZADD', P .. 'lane:' .. job.lane .. ':' .. job.rank, job.place, job.id)
end

-- Free everything a running job holds.
local function let_go(job)
  redis.call('SREM', P .. 'running:' .. job.kind, job.id)
  for _, resource in ipairs(resources_of(job.lane)) do
    redis.call('SREM', P .. 'using:' .. resource, job.id)
  end
  redis.call('ZREM', P .. 'due', 'L:' .. job.id)
  redis.call('SREM', P .. 'leases:' .. job.worker, job.id)
  running(job.kind, -1)
end

-- Take a queued job out of its line.
local function step_out(job)
  redis.call('ZREM', P .. 'lane:' .. job.lane .. ':' .. job.rank, job.id)
  redis.call('ZREM', P .. 'due', 'R:' .. job.id, 'D:' .. job.id)
  waiting(job.kind, -1)
end

-- Bring a job to its end; it must have let go (running) or stepped out (queued) before.
local function close(job, state, ...)
  write_job(job, 'state', state, 'finished', now, 'stage', '', 'message', '', ...)
  if job.dedupe then
    local mark = P .. 'dedupe:' .. job.owner .. ':' .. job.dedupe
    if redis.call('GET', mark) == job.id then
      redis.call('DEL', mark)
    end
  end
  if job.files then
    for file in string.gmatch(job.files, '[^,]+') do
      redis.call('SREM', P .. 'filejobs:' .. file, job.id)
    end
  end
  redis.call('ZADD', P .. 'due', int(now + job.ttl_ms), 'X:' .. job.id)
  count(job.kind, state, 1)
end

-- Send a job that ran back to the queue: after delay_ms, to its old place.
-- charged: whether the start counts against max_attempts.
local function send_back(job, delay_ms, charged, stage, message, ...)
  write_job(job, 'state', 'queued', 'stage', stage, 'message', message, 'progress', '0',
    'attempt', charged and job.attempt or job.attempt - 1,
    'not_before', delay_ms > 0 and int(now + delay_ms) or '', ...)
  if delay_ms > 0 then
    set_deadline(now + delay_ms, 'R:' .. job.id)
  else
    line_up(job)
  end
  waiting(job.kind, 1)
end

-- Remove a record at the end of its time; its files are named for the janitor, its id answers "gone" for a while.
local function remove(job)
  local tombstone_ms = tonumber(redis.call('HGET', P .. 'config', 'tombstone_ms') or 604800000)
  redis.call('DEL', job.key, P .. 'kept:' .. job.id)
  redis.call('ZREM', P .. 'due', 'X:' .. job.id)
  redis.call('ZREM', P .. 'owned:' .. job.owner, job.id)
  redis.call('SET', P .. 'tomb:' .. job.id, job.owner, 'PX', int(tombstone_ms))
  redis.call('ZADD', P .. 'due', int(now + tombstone_ms), 'T:' .. job.id .. ':' .. job.owner)
  redis.call('ZADD', P .. 'litter', now, 'job:' .. job.id)
  changed(job.owner, job.id)
end
