-- include: clock ledger deadline limit transition
-- Run a finished job anew, at the end of the line, with all its attempts before it.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 owner
-- Returns {'queued'} | {'unknown'} | {'expired'} | {'not_final'} | {'full', max_waiting} | {'duplicate', id}
--       | {'missing', file ids with commas}
local id, owner = ARGV[1], ARGV[2]
local job = read_job(id)
if not job or job.owner ~= owner then
  return { redis.call('GET', P .. 'tomb:' .. id) == owner and 'expired' or 'unknown' }
end
if job.state == 'queued' or job.state == 'running' then
  return { 'not_final' }
end
local waits = tonumber(redis.call('HGET', STATS, job.kind .. '/waiting') or 0)
if job.max_waiting >= 0 and waits >= job.max_waiting then
  return { 'full', job.max_waiting }
end
local mark = P .. 'dedupe:' .. owner .. ':' .. (job.dedupe or '')
local first = job.dedupe and redis.call('GET', mark)
if first then
  return { 'duplicate', first }
end
local missing = {}
for file in string.gmatch(job.files or '', '[^,]+') do
  if redis.call('EXISTS', P .. 'file:' .. file .. ':' .. owner) == 0 then
    missing[#missing + 1] = file
  end
end
if #missing > 0 then
  return { 'missing', table.concat(missing, ',') }
end

for file in string.gmatch(job.files or '', '[^,]+') do
  redis.call('SADD', P .. 'filejobs:' .. file, id)
end
if job.dedupe then
  redis.call('SET', mark, id)
end
redis.call('ZREM', P .. 'due', 'X:' .. id)
redis.call('HDEL', job.key, 'cancel', 'error', 'result', 'artifacts', 'artifact_start', 'usage', 'finished', 'started',
  'throttles', 'not_before', 'worker')
-- Until now its place told when it was admitted.
redis.call('HSETNX', job.key, 'created', math.floor(tonumber(job.place) / 1000))
job.place = int(stamp())
write_job(job, 'state', 'queued', 'attempt', 0, 'place', job.place, 'progress', '0')
line_up(job)
waiting(job.kind, 1)
write_ledger()
wake_if_room(job.kind)
return { 'queued' }
