-- include: clock
-- A worker process goes: it is no longer listed. Its leases must have been settled before.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 worker id
redis.call('ZREM', P .. 'workers', ARGV[1])
redis.call('HDEL', P .. 'worker', ARGV[1])
redis.call('DEL', P .. 'leases:' .. ARGV[1])
return now
