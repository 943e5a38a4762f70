-- include: clock deadline limit
-- A wake-up that its receiver can't follow goes on to another consumer, where there is something to start.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 kind
if tonumber(redis.call('HGET', P .. 'stats', ARGV[1] .. '/waiting') or 0) > 0 then
  wake_if_room(ARGV[1])
end
return 1
