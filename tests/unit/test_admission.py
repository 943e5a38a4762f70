"""A message at the door is the message that comes out."""

from __future__ import annotations

import dramatiq
import pytest
from dramatiq.encoder import PickleEncoder

from backend.engine.admission import Entry, Terms, admit_arguments


def message() -> dramatiq.Message[None]:
    return dramatiq.Message("jobs", "draw", (1, "ü"), {"params": {"n": [1, None, 2.5]}}, {"priority": "high"})


def test_encoded_message_is_what_dramatiq_would_write() -> None:
    sent = message()
    encoded = admit_arguments(Entry(sent, lane="draw"), Terms())[5]
    assert encoded == sent.encode().decode()


def test_another_encoder_is_respected() -> None:
    before = dramatiq.get_encoder()
    dramatiq.set_encoder(PickleEncoder())
    try:
        sent = message()
        assert admit_arguments(Entry(sent, lane="draw"), Terms())[5] == sent.encode()
    finally:
        dramatiq.set_encoder(before)


@pytest.mark.parametrize(("given", "rank"), [("urgent", 0), ("low", 3), (None, 2), (7, 2), (["x"], 2)])
def test_priority_of_the_options_becomes_the_rank(given: object, rank: int) -> None:
    sent = message().copy(options={"priority": given})
    assert admit_arguments(Entry(sent, lane="draw"), Terms())[3] == rank
