-- include: clock drafts
-- Read a draft that is about to be used, and give it its time anew.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 owner, 3 ttl_ms
-- Returns the record as field, value, ...; nothing when there is none
if redis.call('EXISTS', draft_key(ARGV[1], ARGV[2])) == 1 then
  renew_draft(ARGV[1], ARGV[2], ARGV[3])
end
return redis.call('HGETALL', draft_key(ARGV[1], ARGV[2]))
