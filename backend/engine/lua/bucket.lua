-- include: clock
-- Reserve the next request in a rate bucket shared by all workers: answers how long to wait, never "no"
-- (the same generic cell rate algorithm as shared/limit.lua, for requests that a running job makes).
--
-- KEYS  1 prefix of all keys
-- ARGV  1 name, 2 interval_us between requests, 3 burst (requests that may come at once), 4 hold_us (Retry-After
--       to honour: nothing before that; 0 none), 5 reserve (1: count a request, 0: only hold), 6 longest_wait_us
-- Returns microseconds to wait, or -1 when the wait would be longer than longest_wait_us (nothing reserved).
local key = P .. 'bucket:' .. ARGV[1]
local interval_us, burst = tonumber(ARGV[2]), tonumber(ARGV[3])
local slack_us = interval_us * (burst - 1)
local arrival = math.max(tonumber(redis.call('GET', key) or 0), now_us)
if tonumber(ARGV[4]) > 0 then
  arrival = math.max(arrival, now_us + tonumber(ARGV[4]) + slack_us)
end
local wait_us = 0
if ARGV[5] == '1' then
  wait_us = math.max(0, arrival - slack_us - now_us)
  if wait_us > tonumber(ARGV[6]) then
    wait_us = -1
  else
    arrival = arrival + interval_us
  end
end
redis.call('SET', key, int(arrival), 'PX', int(math.ceil((arrival - now_us) / 1000) + 1000))
return wait_us
