-- include: clock
-- Read jobs with their places in the line.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 owner ('*' any), then ids
-- Returns per id: {record as field, value, ..., position} | 'expired' | 'unknown'
local owner = ARGV[1]
local lanes_of = {}

-- How many waiting jobs of its kind start before this one (aging left aside), plus itself; delayed ones: all that wait.
local function position(kind, rank, place)
  if not lanes_of[kind] then
    lanes_of[kind] = redis.call('SMEMBERS', P .. 'lanes:' .. kind)
    table.insert(lanes_of[kind], kind)
  end
  local ahead = 0
  for _, lane in ipairs(lanes_of[kind]) do
    for better = 0, rank - 1 do
      ahead = ahead + redis.call('ZCARD', P .. 'lane:' .. lane .. ':' .. better)
    end
    ahead = ahead + redis.call('ZCOUNT', P .. 'lane:' .. lane .. ':' .. rank, '-inf', '(' .. place)
  end
  return ahead + 1
end

local answers = {}
for index = 2, #ARGV do
  local id = ARGV[index]
  local record = redis.call('HGETALL', P .. 'job:' .. id)
  local found = {}
  for at = 1, #record, 2 do
    found[record[at]] = record[at + 1]
  end
  if found.owner and (owner == '*' or found.owner == owner) then
    record[#record + 1] = found.state == 'queued' and position(found.kind, tonumber(found.rank), found.place) or 0
    answers[#answers + 1] = record
  else
    local gone = redis.call('GET', P .. 'tomb:' .. id)
    answers[#answers + 1] = gone and (owner == '*' or gone == owner) and 'expired' or 'unknown'
  end
end
return answers
