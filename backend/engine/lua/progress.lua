-- include: clock ledger
-- Report progress: only the current lease, only forward.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 start (the lease), 3 fraction 0..1, 4 stage, 5 message
-- Returns 'noted' | 'cancel' (noted, and a cancel was asked for) | 'stale'
local key = P .. 'job:' .. ARGV[1]
local found = redis.call('HMGET', key, 'state', 'start', 'progress', 'owner', 'cancel', 'version')
if found[1] ~= 'running' or found[2] ~= ARGV[2] then
  return 'stale'
end
local fraction = math.min(1, math.max(tonumber(ARGV[3]), tonumber(found[3]) or 0))
redis.call('HSET', key, 'progress', string.format('%.4f', fraction), 'stage', ARGV[4], 'message', ARGV[5],
  'version', (found[6] or 1) + 1)
changed(found[4], ARGV[1])
write_ledger()
return found[5] == '1' and 'cancel' or 'noted'
