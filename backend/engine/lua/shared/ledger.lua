-- What a script adds up while it works and writes once at its end, in few commands:
-- counts and peaks per kind and in all, and which jobs changed.
--
-- Counts live in the hash `stats` as "<kind>/<field>"; the kind '' is the sum of all. Changes are stamps: places in one
-- ever-growing row of numbers (microseconds of the store's clock, made unique). An owner's jobs lie in two sorted sets,
-- `owned` by the stamp of their admission and `changes` by that of their last change; `GET /v1/jobs?since=` reads both.
local STATS = P .. 'stats'
local deltas = {}
local fields = {}
local told = {}
local last_stamp = nil
local listening = 0

-- Return the next stamp.
local function stamp()
  if not last_stamp then
    local found = redis.call('HMGET', STATS, 'stamp', 'listening')
    last_stamp = tonumber(found[1]) or 0
    listening = tonumber(found[2]) or 0
  end
  last_stamp = math.max(now_us, last_stamp + 1)
  return last_stamp
end

local function count(kind, field, by)
  local name = kind .. '/' .. field
  if not deltas[name] then
    deltas[name] = 0
    fields[#fields + 1] = name
  end
  deltas[name] = deltas[name] + by
end

-- A job of this kind begins (+1) or ceases (-1) to wait or to run.
local function waiting(kind, by)
  count(kind, 'waiting', by)
  count('', 'waiting', by)
end

local function running(kind, by)
  count(kind, 'running', by)
  count('', 'running', by)
end

-- Tell readers that wait (none are there most of the time) which of an owner's jobs changed.
local function tell(owner, id)
  told[owner] = told[owner] or {}
  local ids = told[owner]
  ids[#ids + 1] = id
end

-- Note that a job changed; its record's version must have been raised.
local function changed(owner, id)
  redis.call('ZADD', P .. 'changes:' .. owner, int(stamp()), id)
  tell(owner, id)
end

-- How many wait now, this script's own changes included (known after write_ledger).
local waiting_now = {}

local function write_ledger()
  if #fields == 0 and not last_stamp and not next(told) then
    return
  end
  local asked = {}
  for _, name in ipairs(fields) do
    asked[#asked + 1] = name
    asked[#asked + 1] = string.gsub(name, '/', '/peak_')
  end
  asked[#asked + 1] = '/peaks_since'
  local values = redis.call('HMGET', STATS, unpack(asked))
  local write = {}
  for index, name in ipairs(fields) do
    local value = (tonumber(values[index * 2 - 1]) or 0) + deltas[name]
    write[#write + 1] = name
    write[#write + 1] = value
    local gauge = string.sub(name, -8) == '/waiting' or string.sub(name, -8) == '/running'
    if gauge and value > (tonumber(values[index * 2]) or 0) then
      write[#write + 1] = asked[index * 2]
      write[#write + 1] = value
    end
    if string.sub(name, -8) == '/waiting' then
      waiting_now[string.sub(name, 1, -9)] = value
    end
  end
  if last_stamp then
    write[#write + 1] = 'stamp'
    write[#write + 1] = int(last_stamp)
  end
  if #write > 0 then
    if not values[#asked] then
      write[#write + 1] = '/peaks_since'
      write[#write + 1] = now
    end
    redis.call('HSET', STATS, unpack(write))
  end
  if listening > now then
    for owner, ids in pairs(told) do
      redis.call('PUBLISH', P .. 'changed', owner .. ' ' .. table.concat(ids, ' '))
    end
  end
end
