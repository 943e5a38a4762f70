-- The limit in force, and how it climbs back: +increase per quiet recovery interval (AIMD).
-- A limit hash: current, default, min, max, decrease, increase, recovery_ms, quiet_since, paused, frozen,
-- reason. A missing hash means: no limit.
local NO_LIMIT = 1000000000
local limits_read = {}

local function limit_in_force(name)
  if limits_read[name] then
    return limits_read[name]
  end
  local key = P .. 'limit:' .. name
  local found = redis.call('HMGET', key, 'current', 'max', 'increase', 'recovery_ms', 'quiet_since', 'paused', 'frozen')
  local current = tonumber(found[1])
  if not current then
    limits_read[name] = NO_LIMIT
    return NO_LIMIT
  end
  local max = tonumber(found[2])
  if current < max and found[7] ~= '1' then
    local recovery_ms, quiet_since = tonumber(found[4]), tonumber(found[5])
    local intervals = math.floor((now - quiet_since) / recovery_ms)
    if intervals >= 1 then
      current = math.min(max, current + intervals * tonumber(found[3]))
      redis.call('HSET', key, 'current', current, 'quiet_since', int(quiet_since + intervals * recovery_ms),
        'reason', current == max and 'recovered' or 'recovering')
    end
  end
  if found[6] == '1' then
    current = 0
  end
  limits_read[name] = current
  return current
end

-- Places free for one more job of this kind (leases are counted, never a counter).
local function room_of_kind(kind)
  return limit_in_force('kind:' .. kind) - redis.call('SCARD', P .. 'running:' .. kind)
end

local function room_of_resource(resource)
  return limit_in_force('resource:' .. resource) - redis.call('SCARD', P .. 'using:' .. resource)
end

-- A lane is "kind" or "kind@resource+resource": jobs of one kind that need the same resources queue together,
-- so that a full resource never blocks those which do not need it.
local function resources_of(lane)
  local names = {}
  local list = string.match(lane, '@(.+)$')
  if list then
    for resource in string.gmatch(list, '[^+]+') do
      names[#names + 1] = resource
    end
  end
  return names
end
