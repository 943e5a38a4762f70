-- include: clock deadline limit
-- One consistent picture of all queues, limits, workers and recent runs.
--
-- KEYS  1 prefix of all keys
-- ARGV  kinds
-- Returns {now_ms, stats as field value ..., workers as id seen_ms about ..., per kind: {limit in force,
--         limit hash, waiting per rank 0-3, place of the oldest, running as id started_ms ..., recent runs in ms}}
local kinds = {}
for _, kind in ipairs(ARGV) do
  local in_force = limit_in_force('kind:' .. kind)
  local by_rank, oldest = { 0, 0, 0, 0 }, ''
  local lanes = redis.call('SMEMBERS', P .. 'lanes:' .. kind)
  lanes[#lanes + 1] = kind
  for _, lane in ipairs(lanes) do
    for rank = 0, 3 do
      local line = P .. 'lane:' .. lane .. ':' .. rank
      by_rank[rank + 1] = by_rank[rank + 1] + redis.call('ZCARD', line)
      local head = redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')
      if head[2] and (oldest == '' or tonumber(head[2]) < tonumber(oldest)) then
        oldest = int(tonumber(head[2]))
      end
    end
  end
  local started = {}
  for _, id in ipairs(redis.call('SMEMBERS', P .. 'running:' .. kind)) do
    started[#started + 1] = id
    started[#started + 1] = redis.call('HGET', P .. 'job:' .. id, 'started') or now
  end
  kinds[#kinds + 1] = { in_force, redis.call('HGETALL', P .. 'limit:kind:' .. kind), by_rank, oldest, started,
    redis.call('LRANGE', P .. 'runs:' .. kind, 0, 31) }
end
local workers = {}
for _, worker in ipairs(redis.call('ZRANGEBYSCORE', P .. 'workers', now - 15000, '+inf')) do
  workers[#workers + 1] = worker
  workers[#workers + 1] = redis.call('ZSCORE', P .. 'workers', worker)
  workers[#workers + 1] = redis.call('HGET', P .. 'worker', worker) or '{}'
  workers[#workers + 1] = redis.call('SMEMBERS', P .. 'leases:' .. worker)
end
return { now, redis.call('HGETALL', P .. 'stats'), workers, kinds }
