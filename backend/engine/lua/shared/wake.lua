-- Wake one consumer that waits for this kind (it blocks on the list). One token is enough: whoever takes and
-- leaves work behind wakes the next.
local function wake(kind)
  if redis.call('LLEN', P .. 'wake:' .. kind) == 0 then
    redis.call('LPUSH', P .. 'wake:' .. kind, '1')
  end
end

-- The same, unless as many run as ever may: cheap, and at a lowered limit only a wake-up too many.
local function wake_unless_full(kind)
  if redis.call('LLEN', P .. 'wake:' .. kind) == 0 then
    local max = redis.call('HGET', P .. 'limit:kind:' .. kind, 'max')
    if not max or redis.call('SCARD', P .. 'running:' .. kind) < tonumber(max) then
      redis.call('LPUSH', P .. 'wake:' .. kind, '1')
    end
  end
end
