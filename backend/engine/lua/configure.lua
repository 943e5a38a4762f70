-- include: clock
-- What the whole store must know of an installation, once its limits are known.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 tombstone_ms: how long a removed job answers "gone"
redis.call('HSET', P .. 'config', 'tombstone_ms', ARGV[1])
redis.call('HSETNX', P .. 'stats', 'peaks_since', now)
return 1
