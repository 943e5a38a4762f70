-- include: clock deadline limit
-- An operator sets, freezes or pauses a limit at run time.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 name, 2 current ('' unchanged), 3 frozen (0 | 1 | ''), 4 paused (0 | 1 | '')
-- Returns the limit in force.
local name = ARGV[1]
local key = P .. 'limit:' .. name
if ARGV[2] ~= '' then
  redis.call('HSET', key, 'current', ARGV[2], 'reason', 'set by an operator', 'quiet_since', now)
  redis.call('HSETNX', key, 'max', ARGV[2])
  redis.call('HSETNX', key, 'min', 1)
end
if ARGV[3] ~= '' then
  redis.call('HSET', key, 'frozen', ARGV[3])
end
if ARGV[4] ~= '' then
  redis.call('HSET', key, 'paused', ARGV[4])
end
local kind = string.match(name, '^kind:(.+)$')
if kind then
  wake_if_room(kind)
end
return limit_in_force(name)
