-- include: clock
-- What the janitor may remove from storage: files and folders of records that are gone.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 how many at most, then names that were removed since the last call
-- Returns names: 'job:<id>' or 'file:<id>'. A name stays until it is reported removed; a file that was uploaded
-- anew in the meantime has left the list.
for index = 2, #ARGV do
  redis.call('ZREM', P .. 'litter', ARGV[index])
end
return redis.call('ZRANGE', P .. 'litter', 0, tonumber(ARGV[1]) - 1)
