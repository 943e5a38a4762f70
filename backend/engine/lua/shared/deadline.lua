-- Set a deadline in `due` (see shared/sweep.lua for its letters). Idle workers look at the store only when the deadline
-- they know of is there, so an earlier one is announced to them.
local function set_deadline(at_ms, member)
  redis.call('ZADD', P .. 'due', int(at_ms), member)
  if redis.call('ZRANK', P .. 'due', member) == 0 then
    redis.call('PUBLISH', P .. 'deadline', member)
  end
end
