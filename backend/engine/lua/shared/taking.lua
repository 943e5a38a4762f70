-- Taking jobs, for scripts that start some.

-- The heads of all lines that may hold the next job.
local lines = {}
local kind_room, resource_room = {}, {}

local function read_lane(kind, lane, wanted)
  local empty = true
  local resources = resources_of(lane)
  for rank = 0, 3 do
    local heads = redis.call('ZRANGE', P .. 'lane:' .. lane .. ':' .. rank, 0, wanted, 'WITHSCORES')
    if #heads > 0 then
      empty = false
      lines[#lines + 1] = { kind = kind, lane = lane, rank = rank, heads = heads, at = 1, resources = resources }
    end
  end
  return empty
end

local function read_lines(kinds, wanted)
  local wait_fields = {}
  for _, kind in ipairs(kinds) do
    wait_fields[#wait_fields + 1] = kind .. '/waiting'
    wait_fields[#wait_fields + 1] = kind .. '/hungry'
  end
  read_stats(wait_fields)
  for _, kind in ipairs(kinds) do
    if tonumber(known[kind .. '/waiting'] or 0) + (deltas[kind .. '/waiting'] or 0) > 0 then
      kind_room[kind] = room_of_kind(kind)
      if kind_room[kind] > 0 then
        read_lane(kind, kind, wanted)
        for _, lane in ipairs(redis.call('SMEMBERS', P .. 'lanes:' .. kind)) do
          if read_lane(kind, lane, wanted) then
            redis.call('SREM', P .. 'lanes:' .. kind, lane)
          end
        end
      end
    end
  end
end

local function has_room(line)
  if kind_room[line.kind] <= 0 then
    return false
  end
  for _, resource in ipairs(line.resources) do
    resource_room[resource] = resource_room[resource] or room_of_resource(resource, line.kind)
    if resource_room[resource] <= 0 then
      return false
    end
  end
  return true
end

local function best_line(aging_ms)
  local best, best_rank, best_place
  for _, line in ipairs(lines) do
    if line.heads[line.at] and has_room(line) then
      local place = tonumber(line.heads[line.at + 1])
      local rank = line.rank
      if aging_ms > 0 then
        rank = math.max(0, rank - math.floor((now - place / 1000) / aging_ms))
      end
      if not best or rank < best_rank or (rank == best_rank and place < best_place) then
        best, best_rank, best_place = line, rank, place
      end
    end
  end
  return best
end

local out_of_line, into_running, into_using, leases, ids = {}, {}, {}, {}, {}

local function add(lists, name, value)
  lists[name] = lists[name] or {}
  lists[name][#lists[name] + 1] = value
end

-- Write the record and note what take_jobs writes for all jobs together; append what the worker must know.
local function start_job(line, id, worker, lease_ms, answer)
  local key = P .. 'job:' .. id
  local found = redis.call('HMGET', key, 'start', 'attempt', 'terms', 'message_data', 'owner', 'version')
  local start, attempt = (tonumber(found[1]) or 0) + 1, (tonumber(found[2]) or 0) + 1
  redis.call('HSET', key, 'state', 'running', 'start', start, 'attempt', attempt, 'worker', worker, 'started', now,
    'progress', '0', 'stage', '', 'message', '', 'version', (found[6] or 1) + 1)
  changed(found[5], id)
  waiting(line.kind, -1)
  running(line.kind, 1)
  add(out_of_line, line.lane .. ':' .. line.rank, id)
  add(into_running, line.kind, id)
  use_start('kind:' .. line.kind)
  for _, resource in ipairs(line.resources) do
    use_start('resource:' .. resource)
    resource_room[resource] = resource_room[resource] - 1
    add(into_using, resource, id)
  end
  kind_room[line.kind] = kind_room[line.kind] - 1
  ids[#ids + 1] = id
  leases[#leases + 1] = int(now + lease_ms)
  leases[#leases + 1] = 'L:' .. id
  answer[#answer + 1] = id
  answer[#answer + 1] = start
  answer[#answer + 1] = attempt
  answer[#answer + 1] = string.match(found[3], '^%d+')
  answer[#answer + 1] = found[4]
end

-- Take jobs for a worker; arguments from `first`: worker id, lease_ms, how many at most, aging_ms, kinds...
-- Returns {more, id, start, attempt, time_limit_ms, message, ...}; write_ledger and wake_for_the_rest must follow.
local function take_jobs(arguments, first)
  local worker, lease_ms = arguments[first], tonumber(arguments[first + 1])
  local wanted, aging_ms = tonumber(arguments[first + 2]), tonumber(arguments[first + 3])
  local answer = { 0 }
  local kinds = { unpack(arguments, first + 4) }
  read_lines(kinds, wanted)
  while true do
    local line = best_line(aging_ms)
    if not line then
      break
    end
    if #ids == wanted then
      answer[1] = 1
      break
    end
    line.at = line.at + 2
    start_job(line, line.heads[line.at - 2], worker, lease_ms, answer)
  end
  if answer[1] == 0 then
    for _, kind in ipairs(kinds) do
      is_hungry(kind)
    end
  end
  if #ids > 0 then
    for line, members in pairs(out_of_line) do
      redis.call('ZREM', P .. 'lane:' .. line, unpack(members))
    end
    for kind, members in pairs(into_running) do
      redis.call('SADD', P .. 'running:' .. kind, unpack(members))
    end
    for resource, members in pairs(into_using) do
      redis.call('SADD', P .. 'using:' .. resource, unpack(members))
    end
    redis.call('ZADD', P .. 'due', unpack(leases))
    redis.call('SADD', P .. 'leases:' .. worker, unpack(ids))
  end
  return answer
end

-- Wake others for what could start and was left: whoever takes and leaves work behind wakes the next.
local function wake_for_the_rest()
  for _, line in ipairs(lines) do
    if line.heads[line.at] and has_room(line) then
      wake(line.kind)
    end
  end
end
