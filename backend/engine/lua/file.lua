-- include: clock
-- Uploaded files: note one, or take one away. The bytes lie in storage; here is what they are and whose.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 'add' | 'delete', 2 id, 3 owner; for add also: 4 name, 5 media_type, 6 bytes, 7 ttl_ms
-- Returns for add the record as field, value, ...; for delete {'deleted'} | {'unknown'}
--       | {'used', then 'job:<id>' or 'draft:<id>' for each that needs it}
local id, owner = ARGV[2], ARGV[3]
local key = P .. 'file:' .. id .. ':' .. owner
if ARGV[1] == 'add' then
  redis.call('HSET', key, 'name', ARGV[4], 'media_type', ARGV[5], 'bytes', ARGV[6], 'ttl_ms', ARGV[7])
  redis.call('HSETNX', key, 'created', now)
  redis.call('SADD', P .. 'fileowners:' .. id, owner)
  redis.call('ZADD', P .. 'due', int(now + tonumber(ARGV[7])), 'F:' .. id .. ':' .. owner)
  redis.call('ZREM', P .. 'litter', 'file:' .. id)
  return redis.call('HGETALL', key)
end
if redis.call('EXISTS', key) == 0 then
  return { 'unknown' }
end
local users = { 'used' }
for _, job in ipairs(redis.call('SMEMBERS', P .. 'filejobs:' .. id)) do
  if redis.call('HGET', P .. 'job:' .. job, 'owner') == owner then
    users[#users + 1] = 'job:' .. job
  end
end
for _, draft in ipairs(redis.call('SMEMBERS', P .. 'filedrafts:' .. id .. ':' .. owner)) do
  users[#users + 1] = 'draft:' .. draft
end
if #users > 1 then
  return users
end
redis.call('DEL', key)
redis.call('ZREM', P .. 'due', 'F:' .. id .. ':' .. owner)
redis.call('SREM', P .. 'fileowners:' .. id, owner)
if redis.call('SCARD', P .. 'fileowners:' .. id) == 0 then
  redis.call('ZADD', P .. 'litter', now, 'file:' .. id)
end
return { 'deleted' }
