-- include: clock ledger deadline limit transition drafts sweep
-- One heartbeat of a worker process: renews all its leases, does what is due, and answers what became of them.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 worker id, 2 lease_ms, 3 about (JSON for the statistics; '' when it did not change),
--       then per lease: id, start
-- Returns {next_due_ms (-1: nothing is due), ids of leases to stop with a letter before each:
--         'c' a cancel was asked for, 'l' the lease is lost}
local worker, lease_ms = ARGV[1], tonumber(ARGV[2])
local FORGET_WORKER_MS = 60000
local answer = { 0 }

local renewed = {}
for index = 4, #ARGV, 2 do
  local id, start = ARGV[index], ARGV[index + 1]
  local found = redis.call('HMGET', P .. 'job:' .. id, 'state', 'start', 'cancel')
  if found[1] == 'running' and found[2] == start then
    renewed[#renewed + 1] = int(now + lease_ms)
    renewed[#renewed + 1] = 'L:' .. id
    if found[3] == '1' then
      answer[#answer + 1] = 'c' .. id
    end
  else
    answer[#answer + 1] = 'l' .. id
  end
end
if #renewed > 0 then
  redis.call('ZADD', P .. 'due', 'XX', unpack(renewed))
end

-- Before this worker counts as seen: the sweep tells by the newest heartbeat whether the store was away.
answer[1] = sweep()
redis.call('ZADD', P .. 'workers', now, worker)
if ARGV[3] ~= '' then
  redis.call('HSET', P .. 'worker', worker, ARGV[3])
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', P .. 'workers', '-inf', now - FORGET_WORKER_MS)) do
    redis.call('ZREM', P .. 'workers', gone)
    redis.call('HDEL', P .. 'worker', gone)
    redis.call('DEL', P .. 'leases:' .. gone)
  end
end
write_ledger()
return answer
