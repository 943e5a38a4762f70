-- include: clock ledger deadline limit transition
-- Send a running job back to the queue: for a retry, after a throttle error, or because the worker drains.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 start (the lease), 3 reason (retry | throttle | drain), 4 delay_ms, 5 message for people,
--       6 encoded message that replaces the old one ('' keeps it), 7 max_throttles (only for throttle),
--       8 error (JSON) that it fails with when throttled too often (only for throttle)
-- Returns 'queued' | 'cancelled' (a cancel was asked for) | 'failed' (throttled too often) | 'stale'
local start, reason, delay_ms = ARGV[2], ARGV[3], tonumber(ARGV[4])
local job = read_job(ARGV[1])
if not job or job.state ~= 'running' or job.start ~= start then
  return 'stale'
end
local answer = 'queued'

let_go(job)
if ARGV[6] ~= '' then
  redis.call('HSET', job.key, 'message_data', ARGV[6])
end
if job.cancel == '1' then
  close(job, 'cancelled')
  answer = 'cancelled'
elseif reason == 'throttle' then
  local throttles = (tonumber(job.throttles) or 0) + 1
  count(job.kind, 'throttled', 1)
  if throttles > tonumber(ARGV[7]) then
    close(job, 'failed', 'error', ARGV[8])
    answer = 'failed'
  else
    send_back(job, delay_ms, false, 'throttled', ARGV[5], 'throttles', throttles)
  end
elseif reason == 'drain' then
  send_back(job, delay_ms, false, 'waiting', ARGV[5])
else
  count(job.kind, 'retried', 1)
  send_back(job, delay_ms, true, 'retrying', ARGV[5])
end
write_ledger()
wake_if_room(job.kind)
return answer
