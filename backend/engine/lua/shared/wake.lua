-- Wake one consumer that waits for this kind (it blocks on the list). One token is enough: whoever takes and
-- leaves work behind wakes the next.
local function wake(kind)
  if redis.call('LLEN', P .. 'wake:' .. kind) == 0 then
    redis.call('LPUSH', P .. 'wake:' .. kind, '1')
  end
end

-- The same, only where a job could start now.
local function wake_if_room(kind)
  if redis.call('LLEN', P .. 'wake:' .. kind) == 0 and room_of_kind(kind) > 0 then
    redis.call('LPUSH', P .. 'wake:' .. kind, '1')
  end
end
