-- include: clock ledger deadline limit transition
-- Bring a running job to its end: state, result, usage, statistics, slot and wake-up in one step.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 start (the lease), 3 state (succeeded failed timed_out cancelled), then names and values to write
--       into the record: error, result, artifacts, usage (each JSON)
-- Returns 'finished' | 'already' (this very call was heard before) | 'stale' (the lease is another's by now)
-- Safe to repeat until the store answers.
local id, start, state = ARGV[1], ARGV[2], ARGV[3]
local RECENT = 64 -- runs that the estimates look back on
local job = read_job(id)

if not job or job.state ~= 'running' or job.start ~= start then
  if job and job.start == start and job.state ~= 'queued' then
    return 'already'
  end
  redis.call('HINCRBY', STATS, (job and job.kind or '') .. '/stale', 1)
  return 'stale'
end

let_go(job)
if state == 'succeeded' then
  close(job, state, 'progress', '1', 'artifact_start', start, 'error', '', unpack(ARGV, 4))
else
  close(job, state, unpack(ARGV, 4))
end
local runs = P .. 'runs:' .. job.kind
if redis.call('LPUSH', runs, now .. ' ' .. (now - tonumber(job.started)) .. ' ' .. state) > RECENT * 2 then
  redis.call('LTRIM', runs, 0, RECENT - 1)
end
waiting(job.kind, 0)
write_ledger()
if totals[job.kind .. '/waiting'] > 0 then
  wake_if_room(job.kind)
end
return 'finished'
