from huggingtweets_gui.messages import Answering, Event, Silent
from huggingtweets_gui.workflow.silence import LONG_SECONDS, Silence


def test_it_is_told_once_when_it_is_long_and_once_when_it_is_over() -> None:
    told: list[Event] = []
    silence = Silence(told.append, 8.0)
    for _ in range(15):
        silence.lasts(0.5)
    assert told == []
    for _ in range(3):
        silence.lasts(0.5)
    assert told == [Silent(seconds=8.0)]
    assert silence.is_long
    silence.is_broken()
    silence.is_broken()
    assert told == [Silent(seconds=8.0), Answering()]
    assert not silence.is_long


def test_something_heard_begins_the_count_anew() -> None:
    told: list[Event] = []
    silence = Silence(told.append, 8.0)
    for _ in range(5):
        for _ in range(7):
            silence.lasts(1.0)
        silence.is_broken()
    assert told == []


def test_a_night_in_which_the_computer_slept_is_no_silence() -> None:
    told: list[Event] = []
    silence = Silence(told.append, LONG_SECONDS)
    silence.lasts(8 * 3600.0)
    assert told == []


def test_the_user_knows_within_ten_seconds() -> None:
    assert LONG_SECONDS < 10
