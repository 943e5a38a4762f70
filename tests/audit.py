"""Holding what the store counts against what its records say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from backend.engine.engine import Engine

#: Keys of the service itself: there is one of each, and they outlive every job.
_OF_THE_SERVICE = frozenset({"stats", "config", "workers", "worker", "due", "epoch", "litter"})
#: One of each per kind, limit or owner.
_PER_NAME = ("limit:", "runs:", "wake:", "lanes:", "lane:", "owned:", "changes:", "floor:", "drafts:")


def audit(engine: Engine, kinds: Iterable[str]) -> None:
    """Hold the counters against the sets they count, and the sets against the records."""
    store, key, kinds = engine.store, engine.store.key, list(kinds)
    stats = _hash(engine, "stats")
    states: Counter[tuple[str, str]] = Counter()
    for name in store.command("KEYS", key("job:*")):
        kind, state = store.command("HMGET", name, "kind", "state")
        states[kind.decode(), state.decode()] += 1
    for name in kinds:
        assert int(stats.get(f"{name}/waiting", 0)) == states[name, "queued"], f"waiting of {name}"
        assert int(stats.get(f"{name}/running", 0)) == states[name, "running"], f"running of {name}"
        assert store.command("SCARD", key(f"running:{name}")) == states[name, "running"]
    for gauge in ("waiting", "running"):
        assert int(stats.get(f"/{gauge}", 0)) == sum(int(stats.get(f"{name}/{gauge}", 0)) for name in kinds)
    leases = [member for member in store.command("ZRANGE", key("due"), 0, -1) if member.startswith(b"L:")]
    assert len(leases) == sum(count for (_, state), count in states.items() if state == "running")


def keys_without_owner(engine: Engine) -> list[str]:
    """List keys that would stay for ever: no time to live, and nothing in the store that ends with them."""
    store, prefix = engine.store, engine.store.prefix
    due = {member.decode() for member in store.command("ZRANGE", store.key("due"), 0, -1)}
    workers = {member.decode() for member in store.command("ZRANGE", store.key("workers"), 0, -1)}
    return sorted(
        name
        for name in (raw.decode().removeprefix(prefix) for raw in store.command("KEYS", f"{prefix}*"))
        if store.command("TTL", prefix + name) < 0 and not _owned(engine, name, due, workers)
    )


def _owned(engine: Engine, name: str, due: set[str], workers: set[str]) -> bool:
    """Tell whether something in the store ends with this key."""
    if name in _OF_THE_SERVICE or name.startswith(_PER_NAME):
        return True
    command, key = engine.store.command, engine.store.key
    what, _, identity = name.partition(":")

    def waits_or_runs(job_id: bytes) -> bool:
        return command("HGET", key(f"job:{job_id.decode()}"), "state") in {b"queued", b"running"}

    def is_drafted(file_id: str) -> bool:
        return bool(command("KEYS", key(f"filedrafts:{file_id}*")))

    owners: dict[str, Callable[[], bool]] = {
        "job": lambda: waits_or_runs(identity.encode()) or f"X:{identity}" in due,
        "kept": lambda: bool(command("EXISTS", key(f"job:{identity}"))),
        "leases": lambda: identity in workers,
        "dedupe": lambda: waits_or_runs(command("GET", key(name))),
        "file": lambda: f"F:{identity}" in due or is_drafted(identity),
        "fileowners": lambda: any(member.startswith(f"F:{identity}:") for member in due) or is_drafted(identity),
        "filedrafts": lambda: all(
            command("EXISTS", key(f"draft:{one.decode()}:{identity.partition(':')[2]}"))
            for one in command("SMEMBERS", key(name))
        ),
        "draft": lambda: f"E:{identity}" in due,
        "filejobs": lambda: all(waits_or_runs(one) for one in command("SMEMBERS", key(name))),
    }
    return what in owners and owners[what]()


def _hash(engine: Engine, name: str) -> dict[str, str]:
    flat = engine.store.command("HGETALL", engine.store.key(name))
    return {field.decode(): value.decode() for field, value in zip(flat[::2], flat[1::2], strict=True)}
