-- What a script adds up while it works and writes once at its end, in few commands:
-- counts and peaks per kind and in all, and which jobs changed.
--
-- Counts live in the hash `stats` as "<kind>/<field>"; the kind '' is the sum of all. Changes are stamps: places in one
-- ever-growing row of numbers (microseconds of the store's clock, made unique). An owner's jobs lie in two sorted sets,
-- `owned` by the stamp of their admission and `changes` by that of their last change; `GET /v1/jobs?since=` reads both.
local STATS = P .. 'stats'
local deltas = {} -- "<kind>/<field>" -> by how much it changes
local fields = {} -- the same names in a row: what goes up (its peak is kept) or down before what is only counted
local gauges = 0 -- how many of them are gauges
local marks = {} -- other fields of the hash to write, as name, value, ...
local told = {}
local last_stamp = nil
local listening = 0
local known = {} -- what was read of the hash already (false: not there)

-- Write another field of the hash with the counts.
local function mark(name, value)
  marks[#marks + 1] = name
  marks[#marks + 1] = value
  known[name] = value
end

-- Read fields that were not read yet, in one command.
local function read_stats(names)
  local missing = {}
  for _, name in ipairs(names) do
    if known[name] == nil then
      missing[#missing + 1] = name
    end
  end
  if #missing > 0 then
    local values = redis.call('HMGET', STATS, unpack(missing))
    for index, name in ipairs(missing) do
      known[name] = values[index]
    end
  end
end

-- Return the next stamp.
local function stamp()
  if not last_stamp then
    read_stats({ 'stamp', 'listening' })
    last_stamp = tonumber(known.stamp) or 0
    listening = tonumber(known.listening) or 0
  end
  last_stamp = math.max(now_us, last_stamp + 1)
  return last_stamp
end

local function count(kind, field, by)
  local name = kind .. '/' .. field
  if deltas[name] then
    deltas[name] = deltas[name] + by
  else
    deltas[name] = by
    fields[#fields + 1] = name
  end
end

local function gauge(name, by)
  if deltas[name] then
    deltas[name] = deltas[name] + by
  else
    deltas[name] = by
    gauges = gauges + 1
    table.insert(fields, gauges, name)
  end
end

-- A job of this kind begins (+1) or ceases (-1) to wait or to run.
local function waiting(kind, by)
  gauge(kind .. '/waiting', by)
  gauge('/waiting', by)
end

local function running(kind, by)
  gauge(kind .. '/running', by)
  gauge('/running', by)
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

-- Write all that was added up; afterwards `totals` tells what each count has come to.
--
-- Peaks are kept when a gauge falls: until then it only rose, so what it falls from is its highest since the last fall.
-- (Readers take the larger of the peak and the gauge.) Admitting, which only raises, need not look at them.
local totals = {}

local function write_ledger()
  if #fields == 0 and not last_stamp and #marks == 0 then
    return
  end
  local asked, write = {}, marks
  for index, name in ipairs(fields) do
    asked[#asked + 1] = name
    if index <= gauges and deltas[name] < 0 then
      asked[#asked + 1] = name .. '_peak'
    end
  end
  read_stats(asked)
  for index, name in ipairs(fields) do
    local before = tonumber(known[name] or 0)
    totals[name] = before + deltas[name]
    write[#write + 1] = name
    write[#write + 1] = totals[name]
    if index <= gauges and deltas[name] < 0 and before > tonumber(known[name .. '_peak'] or 0) then
      write[#write + 1] = name .. '_peak'
      write[#write + 1] = before
    end
  end
  if last_stamp then
    write[#write + 1] = 'stamp'
    write[#write + 1] = int(last_stamp)
  end
  redis.call('HSET', STATS, unpack(write))
  if listening > now then
    for owner, ids in pairs(told) do
      redis.call('PUBLISH', P .. 'changed', owner .. ' ' .. table.concat(ids, ' '))
    end
  end
end
