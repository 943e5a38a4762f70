-- The limit in force, and how it climbs back: +increase per quiet recovery interval (AIMD).
-- A limit hash: current, default, min, max, decrease, increase, recovery_ms, quiet_since, paused, frozen,
-- reason, interval_us and burst (starts per interval; 0 for as they come). A missing hash means: no limit.
local NO_LIMIT = 1000000000
local limits_read = {}
local intervals_read = {} -- name -> {interval_us, burst}

local function limit_in_force(name)
  if limits_read[name] then
    return limits_read[name]
  end
  local key = P .. 'limit:' .. name
  local found = redis.call('HMGET', key, 'current', 'max', 'increase', 'recovery_ms', 'quiet_since', 'paused', 'frozen',
    'interval_us', 'burst')
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
  if found[8] and found[8] ~= '0' then
    intervals_read[name] = { tonumber(found[8]), tonumber(found[9]) }
  end
  limits_read[name] = current
  return current
end

-- Starts that the rate bucket of a limit allows now, and the moment (us) of the next one when it is 0.
-- Generic cell rate algorithm, ITU-T I.371: one theoretical arrival time, no counters to reset.
local function starts_allowed(name)
  local interval = intervals_read[name]
  if not interval then
    return NO_LIMIT, 0
  end
  local arrival = tonumber(redis.call('GET', P .. 'bucket:' .. name) or 0)
  local slack_us = interval[1] * (interval[2] - 1)
  local allowed = math.floor((now_us + slack_us - math.max(arrival, now_us)) / interval[1]) + 1
  return math.max(0, allowed), arrival - slack_us
end

-- A job starts: it uses up one start of the limit's bucket, if it has one.
local function use_start(name)
  local interval = intervals_read[name]
  if interval then
    local key = P .. 'bucket:' .. name
    local arrival = math.max(tonumber(redis.call('GET', key) or 0), now_us) + interval[1]
    redis.call('SET', key, int(arrival), 'PX', int(math.ceil((arrival - now_us) / 1000) + 1000))
  end
end

-- Places free for one more job under this limit: leases are counted, never a counter. Where only the rate is in
-- the way, the kind is woken when the next start is due.
local function room(name, holders, kind)
  local places = limit_in_force(name) - redis.call('SCARD', P .. holders)
  if places > 0 then
    local allowed, next_us = starts_allowed(name)
    if allowed == 0 then
      set_deadline(math.ceil(next_us / 1000), 'W:' .. kind)
    end
    places = math.min(places, allowed)
  end
  return places
end

local function room_of_kind(kind)
  return room('kind:' .. kind, 'running:' .. kind, kind)
end

local function room_of_resource(resource, kind)
  return room('resource:' .. resource, 'using:' .. resource, kind)
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

-- Wake a consumer that waits for this kind, only where a job could start now.
local function wake_if_room(kind)
  if redis.call('LLEN', P .. 'wake:' .. kind) == 0 and room_of_kind(kind) > 0 then
    redis.call('LPUSH', P .. 'wake:' .. kind, '1')
  end
end
