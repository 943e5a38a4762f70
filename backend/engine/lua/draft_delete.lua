-- include: clock drafts
-- Delete a draft. Jobs that save it have what they need of it.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 owner, 3 only if its version is one of these ('' whatever it is, '*' if it is there)
-- Returns {'deleted'} | {'unknown'} | {'differs', version}
local version = redis.call('HGET', draft_key(ARGV[1], ARGV[2]), 'version')
if version and ARGV[3] ~= '' and not is_one_of(version, ARGV[3]) then
  return { 'differs', version }
end
return { end_draft(ARGV[1], ARGV[2]) and 'deleted' or 'unknown' }
