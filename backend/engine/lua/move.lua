-- include: clock ledger deadline limit transition
-- Give a waiting job another priority; it keeps its age.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 id, 2 owner, 3 rank (0-3)
-- Returns 'moved' | 'not_waiting' | 'expired' | 'unknown'
local id, owner, rank = ARGV[1], ARGV[2], ARGV[3]
local job = read_job(id)
if not job or job.owner ~= owner then
  return redis.call('GET', P .. 'tomb:' .. id) == owner and 'expired' or 'unknown'
end
if job.state ~= 'queued' then
  return 'not_waiting'
end
if job.rank ~= rank then
  -- A job in its delay is in no line; it will line up with the new rank.
  local in_line = redis.call('ZREM', P .. 'lane:' .. job.lane .. ':' .. job.rank, id) == 1
  job.rank = rank
  write_job(job, 'rank', rank)
  if in_line then
    line_up(job)
  end
end
write_ledger()
return 'moved'
