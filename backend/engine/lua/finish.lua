-- include: clock ledger deadline limit wake transition taking
-- Bring a running job to its end (state, result, usage, statistics, slot), and start the next in its place: one step.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 start (the lease), 3 state (succeeded failed timed_out cancelled), 4 how many values follow for the
--       record, then names and values (error, result, artifacts, usage: each JSON); then, where the worker wants
--       the next job, the arguments of take
-- Returns {'finished' | 'already' (this very call was heard before) | 'stale' (the lease is another's by now),
--         then what take returns}
-- The finish is safe to repeat until the store answers; a job taken by a call whose answer was lost is reclaimed.
local id, start, state, values = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local RECENT = 32 -- successful runs (ms each) that the estimates look back on
local job = read_job(id)

if not job or job.state ~= 'running' or job.start ~= start then
  if job and job.start == start and job.state ~= 'queued' then
    return { 'already', 1 }
  end
  redis.call('HINCRBY', STATS, (job and job.kind or '') .. '/stale', 1)
  return { 'stale', 1 }
end

let_go(job)
if state == 'succeeded' then
  close(job, state, 'progress', '1', 'artifact_start', start, 'error', '', unpack(ARGV, 5, 4 + values))
else
  close(job, state, unpack(ARGV, 5, 4 + values))
end
local runs = P .. 'runs:' .. job.kind
if state == 'succeeded' and redis.call('LPUSH', runs, now - tonumber(job.started)) > RECENT * 2 then
  redis.call('LTRIM', runs, 0, RECENT - 1)
end
local answer = { 0 }
if #ARGV > 4 + values then
  answer = take_jobs(ARGV, 5 + values)
end
waiting(job.kind, 0)
write_ledger()
wake_for_the_rest()
if #answer == 1 and totals[job.kind .. '/waiting'] > 0 then
  wake_if_room(job.kind) -- this worker wants none of them; another may
end
return { 'finished', unpack(answer) }
