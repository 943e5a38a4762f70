-- include: clock
-- Which of an owner's jobs changed after a cursor.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 owner, 2 epoch of the cursor ('' for a first call), 3 number of the cursor, 4 how many at most
-- Returns {'expired'} | {epoch, number to go on from, more (0/1), ids...}
-- An epoch names one life of the store: after its data was lost, old cursors are unknown.
local owner, epoch, since, wanted = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('SETNX', P .. 'epoch', int(now_us))
local current = redis.call('GET', P .. 'epoch')
local last = tonumber(redis.call('HGET', P .. 'stats', 'stamp') or 0)
if epoch ~= '' then
  local floor = tonumber(redis.call('GET', P .. 'floor:' .. owner) or 0)
  if epoch ~= current or since < floor or since > last then
    return { 'expired' }
  end
end

-- Both sets speak in the same stamps; a job that is in both has changed since its admission.
local rows = {}
for _, set in ipairs({ 'owned:', 'changes:' }) do
  local found = redis.call('ZRANGEBYSCORE', P .. set .. owner, '(' .. int(since), '+inf', 'WITHSCORES',
    'LIMIT', 0, wanted + 1)
  for at = 1, #found, 2 do
    rows[#rows + 1] = { stamp = tonumber(found[at + 1]), id = found[at] }
  end
end
table.sort(rows, function(a, b) return a.stamp < b.stamp end)
local answer = { current, int(last), #rows > wanted and 1 or 0 }
local seen = {}
for at = 1, math.min(#rows, wanted) do
  if not seen[rows[at].id] then
    seen[rows[at].id] = true
    answer[#answer + 1] = rows[at].id
  end
  if #rows > wanted then
    answer[2] = int(rows[at].stamp)
  end
end
return answer
