-- include: clock
-- Find an owner's jobs, newest first.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 owner, 2 place to start below ('' for the newest), 3 how many, 4 states with commas ('' any),
--       5 kinds with commas ('' any), 6 tag ('' any)
-- Returns {place to go on below ('' at the end), ids...}. Looks at 5,000 records at most in one call.
local owner, below, wanted, tag = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[6]
local LOOK_AT_MOST = 5000
local STEP = 250

local function words(list)
  local set = {}
  for word in string.gmatch(list, '[^,]+') do
    set[word] = true
  end
  return set
end
local states, kinds = words(ARGV[4]), words(ARGV[5])
local any_state, any_kind = next(states) == nil, next(kinds) == nil

local function has_tag(tags)
  for _, word in ipairs(cjson.decode(tags or '[]')) do
    if word == tag then
      return true
    end
  end
  return false
end

local answer = { '' }
local high = below == '' and '+inf' or '(' .. below
local looked = 0
while looked < LOOK_AT_MOST do
  local rows = redis.call('ZREVRANGEBYSCORE', P .. 'owned:' .. owner, high, '-inf', 'WITHSCORES', 'LIMIT', 0, STEP)
  for at = 1, #rows, 2 do
    local id, place = rows[at], rows[at + 1]
    local found = redis.call('HMGET', P .. 'job:' .. id, 'state', 'kind', 'tags')
    if found[1] and (any_state or states[found[1]]) and (any_kind or kinds[found[2]]) and (tag == '' or has_tag(found[3])) then
      if #answer - 1 == wanted then
        return answer
      end
      answer[#answer + 1] = id
    end
    answer[1] = int(tonumber(place))
  end
  looked = looked + #rows / 2
  if #rows / 2 < STEP then
    answer[1] = ''
    return answer
  end
  high = '(' .. answer[1]
end
return answer
