-- include: clock
-- Keep something with a running job: a value that later starts may recall, or a sum of what it has used up.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 start (the lease), 3 field, 4 value, 5 most bytes that one job may keep
-- Returns 'kept' | 'stale' (the lease is another's by now) | 'full' (nothing was kept)
-- Safe to repeat: the same call leaves the same. What is kept goes with the record (see remove in transition.lua).
local id, field, value = ARGV[1], ARGV[3], ARGV[4]
local found = redis.call('HMGET', P .. 'job:' .. id, 'state', 'start')
if found[1] ~= 'running' or found[2] ~= ARGV[2] then
  return 'stale'
end
local key = P .. 'kept:' .. id
local bytes = (tonumber(redis.call('HGET', key, '')) or 0) + #value - redis.call('HSTRLEN', key, field)
if bytes > tonumber(ARGV[5]) then
  return 'full'
end
redis.call('HSET', key, field, value, '', bytes)
return 'kept'
