-- include: clock ledger deadline limit transition
-- Cancel a job: a waiting one never starts; a running one's worker is told to stop it.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 owner
-- Returns 'cancelled' | 'stopping' | 'final' | 'expired' | 'unknown'
local id, owner = ARGV[1], ARGV[2]
local job = read_job(id)
if not job or job.owner ~= owner then
  return redis.call('GET', P .. 'tomb:' .. id) == owner and 'expired' or 'unknown'
end
local answer = 'final'
if job.state == 'queued' then
  step_out(job)
  close(job, 'cancelled', 'cancel', '1')
  answer = 'cancelled'
elseif job.state == 'running' then
  if job.cancel ~= '1' then
    write_job(job, 'cancel', '1')
  end
  redis.call('PUBLISH', P .. 'control:' .. job.worker, id)
  answer = 'stopping'
end
write_ledger()
return answer
