-- include: clock deadline limit
-- A provider said "slow down": lower the limit, once per burst.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 name of the limit, 2 when the throttled attempt began (Unix ms; '' now), 3 window_ms
-- Returns the limit in force. An error of an attempt that began before the last decrease tells nothing new, and
-- neither does another error within the window: a burst of the old load counts once.
local name, began, window_ms = ARGV[1], tonumber(ARGV[2]) or now, tonumber(ARGV[3])
local key = P .. 'limit:' .. name
limit_in_force(name)
local found = redis.call('HMGET', key, 'current', 'min', 'decrease', 'last_decrease', 'frozen')
local current = tonumber(found[1])
if not current then
  return NO_LIMIT
end
redis.call('HSET', key, 'quiet_since', now, 'last_throttle', now)
local last_decrease = tonumber(found[4]) or 0
if found[5] ~= '1' and began > last_decrease and now - last_decrease >= window_ms then
  local lower = math.max(tonumber(found[2]), current - tonumber(found[3]))
  redis.call('HSET', key, 'current', lower, 'last_decrease', now, 'reason', 'throttled')
  return lower
end
return current
