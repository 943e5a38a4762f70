-- include: clock drafts
-- List an owner's drafts, the last created first.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 owner, 2 place to start below ('' for the newest), 3 how many
-- Returns {place to go on below ('' at the end), {id, facts (see shared/drafts.lua)...}, ...}
local owner, wanted = ARGV[1], tonumber(ARGV[3])
local high = ARGV[2] == '' and '+inf' or '(' .. ARGV[2]
local rows = redis.call('ZREVRANGEBYSCORE', P .. 'drafts:' .. owner, high, '-inf', 'WITHSCORES', 'LIMIT', 0, wanted + 1)
local answer = { #rows / 2 > wanted and int(tonumber(rows[2 * wanted])) or '' }
for at = 1, math.min(#rows, 2 * wanted), 2 do
  answer[#answer + 1] = { rows[at], unpack(draft_facts(rows[at], owner)) }
end
return answer
