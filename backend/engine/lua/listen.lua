-- include: clock
-- Somebody waits for changes: publish them for so long (while nobody does, telling costs nothing).
--
-- KEYS  1 prefix of all keys
-- ARGV  1 ms from now
redis.call('HSET', P .. 'stats', 'listening', int(now + tonumber(ARGV[1])))
return 1
