-- The store's clock is the only clock: workers and API may disagree about the time, scripts may not.
-- P: the prefix of all keys, "{namespace}:" (one hash tag, so a namespace lies in one cluster slot).
local P = KEYS[1]
local clock = redis.call('TIME')
local now_us = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local now = math.floor(now_us / 1000) -- Unix milliseconds

-- Whole numbers above 2^31 must not be printed as 1.7e+15.
local function int(number)
  return string.format('%.0f', number)
end
