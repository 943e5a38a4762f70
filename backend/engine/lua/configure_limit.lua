-- include: clock
-- Make a limit known, or adopt a changed configuration. An operator's choice outlives it.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 name (kind:... or resource:...), 2 default, 3 min, 4 max, 5 decrease, 6 increase, 7 recovery_ms,
--       8 interval_us between starts (0: as they come), 9 burst (starts that may come at once)
-- Returns the limit in force.
local key = P .. 'limit:' .. ARGV[1]
local configured = table.concat(ARGV, ' ')
if redis.call('HGET', key, 'configured') ~= configured then
  redis.call('HSET', key, 'default', ARGV[2], 'min', ARGV[3], 'max', ARGV[4], 'decrease', ARGV[5],
    'increase', ARGV[6], 'recovery_ms', ARGV[7], 'interval_us', ARGV[8], 'burst', ARGV[9], 'configured', configured)
  if redis.call('HGET', key, 'frozen') ~= '1' then
    redis.call('HSET', key, 'current', ARGV[2], 'reason', 'default', 'quiet_since', now)
  end
end
return tonumber(redis.call('HGET', key, 'current'))
