-- include: clock ledger deadline wake
-- Admit jobs: bound, duplicate check, files, record and queue position in one step, each job for itself.
--
-- KEYS  1 prefix of all keys
-- ARGV  per job 12 values: id, kind, lane, rank (0-3), owner, message, terms (time_limit_ms max_attempts max_waiting
--       ttl_ms start_deadline_ms delay_ms; -1, 0 and 0 mean none), dedupe ('' none), idempotency ('' none),
--       fingerprint, tags (JSON or ''), files (ids with commas)
-- Returns per job one array: {'admitted', id} | {'repeated', id} | {'full', waiting} | {'duplicate', id}
--       | {'conflict'} | {'missing', file ids with commas}
-- Safe to repeat: an id that is known already answers 'repeated' and writes nothing.
local ARGUMENTS = 12
local IDEMPOTENCY_MS = 86400000
local answers = {}
local admitted = {} -- kind -> how many by this call
local lines, owners = {}, {}

local function add(lists, name, score, id)
  local list = lists[name]
  if not list then
    list = {}
    lists[name] = list
  end
  list[#list + 1] = score
  list[#list + 1] = id
end

local function missing_files(files, owner)
  local missing = {}
  for file in string.gmatch(files, '[^,]+') do
    if redis.call('EXISTS', P .. 'file:' .. file .. ':' .. owner) == 0 then
      missing[#missing + 1] = file
    end
  end
  return #missing > 0 and table.concat(missing, ',') or nil
end

-- Return the answer that refuses (or repeats) this job, or nil when it may come in.
local function objection(key, id, kind, owner, max_waiting, dedupe, idempotency, fingerprint, files)
  if idempotency ~= '' then
    local known = redis.call('HMGET', P .. 'idem:' .. owner .. ':' .. idempotency, 'fingerprint', 'id')
    if known[2] then
      return known[1] == fingerprint and { 'repeated', known[2] } or { 'conflict' }
    end
  end
  if redis.call('EXISTS', key) == 1 then
    return { 'repeated', id }
  end
  if dedupe ~= '' then
    local first = redis.call('GET', P .. 'dedupe:' .. owner .. ':' .. dedupe)
    if first then
      return { 'duplicate', first }
    end
  end
  if max_waiting >= 0 then
    local waits = tonumber(known[kind .. '/waiting'] or 0) + (admitted[kind] or 0)
    if waits >= max_waiting then
      return { 'full', tostring(waits) }
    end
  end
  local missing = files ~= '' and missing_files(files, owner)
  return missing and { 'missing', missing } or nil
end

for base = 0, #ARGV - ARGUMENTS, ARGUMENTS do
  local id, kind, lane, rank, owner = ARGV[base + 1], ARGV[base + 2], ARGV[base + 3], ARGV[base + 4], ARGV[base + 5]
  local dedupe, idempotency, fingerprint = ARGV[base + 8], ARGV[base + 9], ARGV[base + 10]
  local tags, files = ARGV[base + 11], ARGV[base + 12]
  local terms, bound, start_deadline_ms, delay_ms = string.match(ARGV[base + 7], '^(%d+ %d+ (%-?%d+) %d+) (%d+) (%d+)$')
  local key = P .. 'job:' .. id
  read_stats({ 'stamp', 'listening', kind .. '/waiting', '/waiting' }) -- all that this script needs, in one command
  local answer = objection(key, id, kind, owner, tonumber(bound), dedupe, idempotency, fingerprint, files)

  if not answer then
    local place = int(stamp())
    local more = {}
    local function put(name, value)
      more[#more + 1] = name
      more[#more + 1] = value
    end
    if lane ~= kind then
      put('lane', lane)
      redis.call('SADD', P .. 'lanes:' .. kind, lane)
    end
    if tags ~= '' then
      put('tags', tags)
    end
    if dedupe ~= '' then
      put('dedupe', dedupe)
      redis.call('SET', P .. 'dedupe:' .. owner .. ':' .. dedupe, id)
    end
    if files ~= '' then
      put('files', files)
      for file in string.gmatch(files, '[^,]+') do
        redis.call('SADD', P .. 'filejobs:' .. file, id)
      end
    end
    if idempotency ~= '' then
      local idem = P .. 'idem:' .. owner .. ':' .. idempotency
      redis.call('HSET', idem, 'fingerprint', fingerprint, 'id', id)
      redis.call('PEXPIRE', idem, IDEMPOTENCY_MS)
    end
    if start_deadline_ms ~= '0' then
      set_deadline(now + tonumber(start_deadline_ms), 'D:' .. id)
    end
    if delay_ms ~= '0' then
      put('not_before', int(now + tonumber(delay_ms)))
      set_deadline(now + tonumber(delay_ms), 'R:' .. id)
    else
      add(lines, lane .. ':' .. rank, place, id)
    end
    redis.call('HSET', key, 'kind', kind, 'rank', rank, 'owner', owner, 'state', 'queued', 'message_data', ARGV[base + 6],
      'terms', terms, 'place', place, unpack(more))
    add(owners, owner, place, id)
    admitted[kind] = (admitted[kind] or 0) + 1
    tell(owner, id)
    answer = { 'admitted', id }
  end
  answers[#answers + 1] = answer
end

if next(admitted) then
  for line, places in pairs(lines) do
    redis.call('ZADD', P .. 'lane:' .. line, unpack(places))
  end
  for owner, places in pairs(owners) do
    redis.call('ZADD', P .. 'owned:' .. owner, unpack(places))
  end
  for kind, number in pairs(admitted) do
    waiting(kind, number)
  end
  write_ledger()
  for kind in pairs(admitted) do
    wake_unless_full(kind)
  end
end
return answers
