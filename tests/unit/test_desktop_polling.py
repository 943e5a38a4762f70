"""When the desktop asks: pure rules, and what they cost with many clients."""

from __future__ import annotations

import random

import pytest

from desktop.core.backoff import Failure, Idle
from desktop.core.polling import ACT_S, EXPECT_AFTER_S, HOLD_S, GapWatch, Polling, Stake
from tests.bench.desktop_polling import simulate

SEEN = Stake(visible=True, running=2, waiting=3)


def polling(stake: Stake = SEEN) -> Polling:
    made = Polling(random.Random(1), 0.0)
    made.look(stake, 0.0)
    return made


def pause_s(polled: Polling, now_s: float, *, news: bool = False) -> float:
    polled.asked(now_s)
    polled.answered(now_s, news=news)
    return polled.next_s - now_s


def test_quiet_answers_double_the_pause_up_to_the_cap_with_half_of_it_drawn() -> None:
    polled, now_s = polling(), 0.0
    for cap_s in (1.0, 2.0, 4.0, 5.0, 5.0, 5.0):
        waited_s = pause_s(polled, now_s)
        assert cap_s / 2 <= waited_s <= cap_s
        now_s += waited_s


def test_news_brings_the_pause_back_to_a_second() -> None:
    polled = polling()
    for now_s in (0.0, 10.0, 20.0):
        pause_s(polled, now_s)
    assert 0.5 <= pause_s(polled, 30.0, news=True) <= 1.0


@pytest.mark.parametrize(
    ("stake", "cap_s", "hold_s"),
    [
        (Stake(visible=True, running=1), 5.0, HOLD_S),
        (Stake(visible=True, waiting=1), 15.0, HOLD_S),
        (Stake(visible=False, running=1), 60.0, 0.0),
        (Stake(visible=True), 60.0, 0.0),
    ],
)
def test_cap_and_hold_follow_what_is_at_stake(stake: Stake, cap_s: float, hold_s: float) -> None:
    assert (stake.cap_s, stake.hold_s) == (cap_s, hold_s)
    polled = polling(stake)
    for _ in range(10):
        pause_s(polled, 0.0)
    assert cap_s / 2 <= pause_s(polled, 0.0) <= cap_s


def test_failures_never_touch_the_clock_of_quiet_answers() -> None:
    polled = polling()
    for _ in range(3):
        pause_s(polled, 0.0)
    for _ in range(6):
        polled.failed(10.0)
    assert 2.5 <= pause_s(polled, 100.0) <= 5.0


def test_quiet_answers_never_touch_the_clock_of_failures() -> None:
    failure = Failure(random.Random(1))
    most = [max(Failure(random.Random(seed)).draw_s() for seed in range(200))]
    for _ in range(10):
        failure.draw_s()
    assert most[0] <= 1.0
    assert failure.count == 10


def test_failures_spread_over_more_and_more_time_up_to_a_minute() -> None:
    drawn = []
    for seed in range(300):
        failure = Failure(random.Random(seed))
        drawn.append([failure.draw_s() for _ in range(12)])
    for place, most_s in enumerate([1, 2, 4, 8, 16, 32, 60, 60, 60]):
        at_place = [delays[place] for delays in drawn]
        assert max(at_place) <= most_s
        assert max(at_place) > most_s * 0.9
        assert min(at_place) < most_s * 0.3


def test_retry_after_is_a_floor() -> None:
    for seed in range(100):
        failure = Failure(random.Random(seed))
        assert all(failure.draw_s(8.0) >= 8.0 for _ in range(5))


def test_one_good_answer_forgets_all_failures() -> None:
    polled = polling()
    for _ in range(8):
        polled.failed(0.0)
    pause_s(polled, 0.0)
    assert polled.failed(1.0) <= 1.0


def test_while_the_server_fails_it_is_not_asked_to_hold() -> None:
    polled = polling()
    assert polled.asked(0.0) == HOLD_S
    polled.failed(0.0)
    assert polled.asked(1.0) == 0.0


def test_time_that_a_question_was_held_counts_as_the_pause() -> None:
    polled = polling()
    polled.asked(0.0)
    polled.answered(25.0, news=False)
    assert polled.next_s == 25.0


def test_an_act_asks_soon_but_never_overrides_a_failing_server() -> None:
    polled = polling()
    for _ in range(5):
        pause_s(polled, 0.0)
    polled.acted(0.0)
    assert polled.next_s == ACT_S
    polled.failed(0.0, 30.0)
    polled.acted(1.0)
    assert polled.next_s >= 30.0
    polled.hurry(2.0)
    assert polled.next_s == 2.0


def test_window_that_is_seen_again_asks_at_once() -> None:
    polled = polling(Stake(visible=False, running=1))
    for _ in range(8):
        pause_s(polled, 0.0)
    polled.look(Stake(visible=True, running=1), 7.0)
    assert polled.next_s == 7.0


def test_end_that_is_expected_moves_the_question_once() -> None:
    polled = polling()
    for _ in range(5):
        pause_s(polled, 100.0)
    polled.expect({"A": 0.5}, 100.0)
    assert polled.next_s == 100.5 + EXPECT_AFTER_S
    polled.asked(100.8)
    polled.answered(100.8, news=False)
    before = polled.next_s
    polled.expect({"A": 0.5}, 100.8)
    assert polled.next_s == before


def test_more_is_asked_for_at_once() -> None:
    polled = polling()
    polled.asked(3.0)
    polled.answered(3.0, news=True, more=True)
    assert polled.next_s == 3.0


def test_places_in_the_queue_are_asked_for_rarely_and_only_where_seen() -> None:
    polled = polling()
    assert [now_s for now_s in range(0, 600, 10) if polled.positions_due(float(now_s))] == [120, 240, 360, 480]
    polled.look(Stake(visible=False, waiting=3), 600.0)
    assert not polled.positions_due(1e6)


def test_sleep_and_a_clock_that_was_set_are_noticed() -> None:
    steady = GapWatch(5.0)
    assert not any(steady.tick(now_s, 1000.0 + now_s) for now_s in range(0, 100, 5))
    assert steady.tick(96.0, 5000.0)  # the clock stood still while the computer slept, or it was set forward
    assert steady.tick(97.0, 1000.0)  # set back
    assert steady.tick(500.0, 1403.0)  # a clock that counts sleep
    assert not steady.tick(501.0, 1404.0)


def test_a_cap_that_falls_below_the_next_pause_counts_at_once() -> None:
    idle = Idle(random.Random(1))
    for _ in range(10):
        idle.draw_s(60.0)
    assert idle.draw_s(5.0) <= 5.0


def test_client_of_20_live_jobs_asks_less_than_three_times_in_ten_seconds() -> None:
    found = simulate(100, 400.0)
    assert found.per_client <= 0.31, "a hundred clients for a short time; the bench has the real bar"
    assert found.seen_after_s < 2.5
    assert found.per_job_polling / found.per_client > 60
