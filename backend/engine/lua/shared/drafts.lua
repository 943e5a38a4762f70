-- Drafts and the uploaded files they need, for scripts that write or end drafts.
--
-- `filedrafts:<file>:<owner>` names the drafts that need a file. When its own time ends meanwhile the sweep takes its
-- deadline away; a draft that lets it go gives it a new one, as if it had just been uploaded.
local function draft_key(id, owner)
  return P .. 'draft:' .. id .. ':' .. owner
end

local function each_file(files)
  return string.gmatch(files or '', '[^,]+')
end

local function let_file_go(file, id, owner)
  redis.call('SREM', P .. 'filedrafts:' .. file .. ':' .. owner, id)
  local found = redis.call('HMGET', P .. 'file:' .. file .. ':' .. owner, 'name', 'ttl_ms')
  if found[1] then
    redis.call('ZADD', P .. 'due', int(now + tonumber(found[2] or 86400000)), 'F:' .. file .. ':' .. owner)
  end
end

-- Give a draft its time anew.
local function renew_draft(id, owner, ttl_ms)
  local expires = int(now + tonumber(ttl_ms))
  redis.call('HSET', draft_key(id, owner), 'expires', expires)
  redis.call('ZADD', P .. 'due', expires, 'E:' .. id .. ':' .. owner)
end

-- Remove a draft; returns whether it was there.
local function end_draft(id, owner)
  local key = draft_key(id, owner)
  for file in each_file(redis.call('HGET', key, 'files')) do
    let_file_go(file, id, owner)
  end
  redis.call('ZREM', P .. 'due', 'E:' .. id .. ':' .. owner)
  redis.call('ZREM', P .. 'drafts:' .. owner, id)
  return redis.call('DEL', key) == 1
end

-- What a list tells of a draft.
local function draft_facts(id, owner)
  return redis.call('HMGET', draft_key(id, owner), 'name', 'bytes', 'version', 'first', 'created', 'updated', 'expires')
end

-- Whether a draft's version is what the caller demands: '*' any that is there, or versions with commas.
local function is_one_of(version, demanded)
  if not version or demanded == '*' then
    return version and true or false
  end
  for one in string.gmatch(demanded, '[^,]+') do
    if one == version then
      return true
    end
  end
  return false
end
