-- Wake one consumer that waits for this kind (it blocks on the list). One token is enough: whoever takes and
-- leaves work behind wakes the next.
local function wake(kind)
  if redis.call('LLEN', P .. 'wake:' .. kind) == 0 then
    redis.call('LPUSH', P .. 'wake:' .. kind, '1')
  end
end

-- A consumer that leaves a take without more to do will wait: it says so, in the same step, in the field
-- "<kind>/hungry" of `stats`. Admitting a job reads that anyway, and only then looks for somebody to wake.
local function is_hungry(kind)
  if known[kind .. '/hungry'] ~= '1' then
    mark(kind .. '/hungry', '1')
  end
end
