-- include: clock ledger deadline limit wake transition drafts sweep taking
-- Take the best jobs that may start now: over all kinds served whose limit has room, by priority (aged), then age.
--
-- KEYS  1 prefix of all keys
-- ARGV  1 worker id, 2 lease_ms, 3 how many at most, 4 aging_ms (0: no aging), 5... kinds served
-- Returns {more (1: another could start now), then per job: id, start, attempt, time_limit_ms, message}
-- A lease is the job's `start` number: it never repeats, and every later call on the job must name it.
sweep()
local answer = take_jobs(ARGV, 1)
write_ledger()
wake_for_the_rest()
return answer
