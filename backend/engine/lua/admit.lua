-- include: clock deadline
-- Admit jobs: bound, duplicate check, files, record and queue position in one step, each job for itself.
--
-- KEYS  1 prefix of all keys
-- ARGV  per job 15 values: id, kind, lane, rank (0-3), owner, message, terms (time_limit_ms max_attempts max_waiting
--       ttl_ms), max_waiting (-1: no bound), start_deadline_ms (0: none), delay_ms (0: none), dedupe ('' none),
--       idempotency ('' none), fingerprint, tags (JSON or ''), files (ids with commas)
-- Returns per job one array: {'admitted', id} | {'repeated', id} | {'full', waiting} | {'duplicate', id}
--       | {'conflict'} | {'missing', file ids with commas}
-- Safe to repeat: an id that is known already answers 'repeated' and writes nothing.
--
-- Every caller waits for this script, so it keeps the books of shared/ledger.lua by itself, in two commands: it only
-- raises `<kind>/waiting`, `/waiting` and `stamp`.
local ARGUMENTS = 15
local IDEMPOTENCY_MS = 86400000
local STATS = P .. 'stats'
local answers, told = {}, {}
local stamp, listening, all_waiting = nil, nil, nil
local kinds = {} -- kind -> {waiting now, admitted by this call, a consumer is hungry}
local lines, line_names = {}, {}

local function objection(id, kind, owner, max_waiting, dedupe, idempotency, fingerprint, files)
  if idempotency ~= '' then
    local before = redis.call('HMGET', P .. 'idem:' .. owner .. ':' .. idempotency, 'fingerprint', 'id')
    if before[2] then
      return before[1] == fingerprint and { 'repeated', before[2] } or { 'conflict' }
    end
  end
  if dedupe ~= '' then
    local first = redis.call('GET', P .. 'dedupe:' .. owner .. ':' .. dedupe)
    if first then
      return { first == id and 'repeated' or 'duplicate', first }
    end
  end
  if max_waiting >= 0 and kinds[kind][1] >= max_waiting then
    -- Only now, and not each time: whether this very message was admitted before, and its answer lost.
    return redis.call('EXISTS', P .. 'job:' .. id) == 1 and { 'repeated', id } or { 'full', tostring(kinds[kind][1]) }
  end
  local missing = {}
  for file in string.gmatch(files, '[^,]+') do
    if redis.call('EXISTS', P .. 'file:' .. file .. ':' .. owner) == 0 then
      missing[#missing + 1] = file
    end
  end
  return #missing > 0 and { 'missing', table.concat(missing, ',') } or nil
end

-- Write what only some jobs have; return it as fields of the record.
local function extras(id, kind, lane, owner, dedupe, idempotency, fingerprint, tags, files)
  local fields = {}
  if lane ~= kind then
    fields = { 'lane', lane }
    redis.call('SADD', P .. 'lanes:' .. kind, lane)
  end
  if tags ~= '' then
    fields[#fields + 1] = 'tags'
    fields[#fields + 1] = tags
  end
  if dedupe ~= '' then
    fields[#fields + 1] = 'dedupe'
    fields[#fields + 1] = dedupe
    redis.call('SET', P .. 'dedupe:' .. owner .. ':' .. dedupe, id)
  end
  if files ~= '' then
    fields[#fields + 1] = 'files'
    fields[#fields + 1] = files
    for file in string.gmatch(files, '[^,]+') do
      redis.call('SADD', P .. 'filejobs:' .. file, id)
    end
  end
  if idempotency ~= '' then
    local idem = P .. 'idem:' .. owner .. ':' .. idempotency
    redis.call('HSET', idem, 'fingerprint', fingerprint, 'id', id)
    redis.call('PEXPIRE', idem, IDEMPOTENCY_MS)
  end
  return fields
end

for base = 0, #ARGV - ARGUMENTS, ARGUMENTS do
  local id, kind, lane, rank, owner = ARGV[base + 1], ARGV[base + 2], ARGV[base + 3], ARGV[base + 4], ARGV[base + 5]
  local bound, start_deadline_ms, delay_ms = ARGV[base + 8], ARGV[base + 9], ARGV[base + 10]
  local dedupe, idempotency, fingerprint = ARGV[base + 11], ARGV[base + 12], ARGV[base + 13]
  local tags, files = ARGV[base + 14], ARGV[base + 15]
  if not kinds[kind] then
    local found = redis.call('HMGET', STATS, 'stamp', 'listening', '/waiting', kind .. '/waiting', kind .. '/hungry')
    stamp = stamp or math.max(now_us, tonumber(found[1] or 0) + 1)
    listening, all_waiting = tonumber(found[2] or 0), all_waiting or tonumber(found[3] or 0)
    kinds[kind] = { tonumber(found[4] or 0), 0, found[5] == '1' }
  end

  local answer
  if bound ~= '-1' or dedupe ~= '' or idempotency ~= '' or files ~= '' then
    answer = objection(id, kind, owner, tonumber(bound), dedupe, idempotency, fingerprint, files)
  end
  -- Its place in the line is its stamp: microseconds of the store's clock, made unique, so FIFO and its own age.
  local place = int(stamp)
  if not answer and redis.call('ZADD', P .. 'owned:' .. owner, 'NX', place, id) == 0 then
    answer = { 'repeated', id }
  end

  if not answer then
    stamp = stamp + 1
    local fields = {}
    if lane ~= kind or dedupe ~= '' or idempotency ~= '' or tags ~= '' or files ~= '' then
      fields = extras(id, kind, lane, owner, dedupe, idempotency, fingerprint, tags, files)
    end
    if start_deadline_ms ~= '0' then
      set_deadline(now + tonumber(start_deadline_ms), 'D:' .. id)
    end
    if delay_ms ~= '0' then
      fields[#fields + 1] = 'not_before'
      fields[#fields + 1] = int(now + tonumber(delay_ms))
      set_deadline(now + tonumber(delay_ms), 'R:' .. id)
    else
      local line = P .. 'lane:' .. lane .. ':' .. rank
      local members = lines[line]
      if not members then
        members = {}
        lines[line] = members
        line_names[#line_names + 1] = line
      end
      members[#members + 1] = place
      members[#members + 1] = id
    end
    redis.call('HSET', P .. 'job:' .. id, 'kind', kind, 'rank', rank, 'owner', owner, 'state', 'queued', 'terms', ARGV[base + 7],
      'place', place, 'message_data', ARGV[base + 6], unpack(fields))
    kinds[kind][1], kinds[kind][2], all_waiting = kinds[kind][1] + 1, kinds[kind][2] + 1, all_waiting + 1
    if listening > now then
      told[#told + 1] = owner .. ' ' .. id
    end
    answer = { 'admitted', id }
  end
  answers[#answers + 1] = answer
end

for _, line in ipairs(line_names) do
  redis.call('ZADD', line, unpack(lines[line]))
end
local write = { 'stamp', int(stamp - 1), '/waiting', all_waiting }
for kind, counted in pairs(kinds) do
  if counted[2] > 0 then
    write[#write + 1] = kind .. '/waiting'
    write[#write + 1] = counted[1]
    if counted[3] then
      -- A consumer waits for this kind (see shared/wake.lua): wake it, unless as many jobs run as ever may.
      local max = redis.call('HGET', P .. 'limit:kind:' .. kind, 'max')
      if not max or redis.call('SCARD', P .. 'running:' .. kind) < tonumber(max) then
        if redis.call('LLEN', P .. 'wake:' .. kind) == 0 then
          redis.call('LPUSH', P .. 'wake:' .. kind, '1')
        end
        write[#write + 1] = kind .. '/hungry'
        write[#write + 1] = '0'
      end
    end
  end
end
if #write > 4 then
  redis.call('HSET', STATS, unpack(write))
end
for _, words in ipairs(told) do
  redis.call('PUBLISH', P .. 'changed', words)
end
return answers
