-- include: clock ledger deadline limit wake transition
-- Give back leases that a worker holds without knowing it: the answer to a take was lost on its way.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 worker id, then the ids of the leases it knows of
-- Returns how many were given back (their start is not charged).
local worker = ARGV[1]
local known = {}
for index = 2, #ARGV do
  known[ARGV[index]] = true
end
local given_back = 0
for _, id in ipairs(redis.call('SMEMBERS', P .. 'leases:' .. worker)) do
  if not known[id] then
    local job = read_job(id)
    if job and job.state == 'running' and job.worker == worker then
      let_go(job)
      send_back(job, 0, false, 'waiting', '')
      wake(job.kind)
      given_back = given_back + 1
    else
      redis.call('SREM', P .. 'leases:' .. worker, id)
    end
  end
end
write_ledger()
return given_back
