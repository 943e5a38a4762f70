-- include: clock drafts
-- Write a draft: create it, or replace what it was.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 owner, 3 a word for this very call, 4 only if its version is one of these ('' whatever it is, '*' if it
--       is there), 5 only if it is none of these ('' whatever, '*' if it is not there), 6 name, 7 document,
--       8 files it needs (ids with commas), 9 ttl_ms, 10 drafts that an owner may keep
-- Returns {'written', facts (see shared/drafts.lua)} | {'differs', version ('' when there is none)}
--       | {'full'} (it would be one too many) | {'missing', file ids with commas}
-- Safe to repeat: the same call is told by its word, and its answer given again.
local id, owner, call = ARGV[1], ARGV[2], ARGV[3]
local key = draft_key(id, owner)
local before = redis.call('HMGET', key, 'version', 'call', 'files', 'first', 'created')
local version = before[1]
if version and before[2] == call then
  return { 'written', draft_facts(id, owner) }
end
if (ARGV[4] ~= '' and not is_one_of(version, ARGV[4])) or (ARGV[5] ~= '' and is_one_of(version, ARGV[5])) then
  return { 'differs', version or '' }
end
if not version and redis.call('ZCARD', P .. 'drafts:' .. owner) >= tonumber(ARGV[10]) then
  return { 'full' }
end
local missing, needed = {}, {}
for file in each_file(ARGV[8]) do
  needed[file] = true
  if redis.call('EXISTS', P .. 'file:' .. file .. ':' .. owner) == 0 then
    missing[#missing + 1] = file
  end
end
if #missing > 0 then
  return { 'missing', table.concat(missing, ',') }
end

for file in pairs(needed) do
  redis.call('SADD', P .. 'filedrafts:' .. file .. ':' .. owner, id)
end
for file in each_file(before[3]) do
  if not needed[file] then
    let_file_go(file, id, owner)
  end
end
local first, created = before[4], before[5]
if version then
  version = math.max(now_us, tonumber(version) + 1)
else
  -- Its place among the owner's drafts, and a version that no draft of this id ever had.
  local newest = redis.call('ZREVRANGE', P .. 'drafts:' .. owner, 0, 0, 'WITHSCORES')
  version = math.max(now_us, tonumber(newest[2] or 0) + 1)
  first, created = int(version), now
  redis.call('ZADD', P .. 'drafts:' .. owner, first, id)
end
redis.call('HSET', key, 'version', int(version), 'call', call, 'first', first, 'created', created, 'updated', now,
  'name', ARGV[6], 'document', ARGV[7], 'bytes', #ARGV[7], 'files', ARGV[8])
renew_draft(id, owner, ARGV[9])
return { 'written', draft_facts(id, owner) }
