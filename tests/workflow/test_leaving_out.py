import pytest

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.rules import BETTER, Verdict
from huggingtweets_gui.workflow.choosing import choose
from huggingtweets_gui.workflow.importing import import_sources
from huggingtweets_gui.workflow.leaving_out import Hand
from tests.archives import invented_tweets, official_zip


@pytest.fixture
def library(tmp_path):
    with Library(Home(tmp_path / "home")) as library:
        import_sources(library, [official_zip(tmp_path / "gulls.zip", invented_tweets(100))])
        yield library


@pytest.fixture
def hand(library):
    return Hand([choose(library, "gull_keeper", BETTER)])


def rows(hand, verdict):
    return [(0, row) for row, one in enumerate(hand.choices[0].judged) if one.verdict is verdict]


def test_what_is_left_out_stays_so_the_next_time(hand, library):
    chosen = rows(hand, Verdict.KEPT)[:3]
    assert hand.turn(library, chosen, Verdict.LEFT_OUT) == 3
    assert rows(hand, Verdict.LEFT_OUT) == chosen
    assert choose(library, "gull_keeper", BETTER).judged == hand.choices[0].judged


def test_only_kept_tweets_can_be_left_out(hand, library):
    assert hand.turn(library, rows(hand, Verdict.RETWEET), Verdict.LEFT_OUT) == 0
    assert not hand.can_undo


def test_undo_takes_back_one_change_after_the_other(hand, library):
    first, second = rows(hand, Verdict.KEPT)[:1], rows(hand, Verdict.KEPT)[1:4]
    hand.turn(library, first, Verdict.LEFT_OUT)
    hand.turn(library, second, Verdict.LEFT_OUT)
    hand.turn(library, first, Verdict.KEPT)
    hand.undo(library)
    assert rows(hand, Verdict.LEFT_OUT) == first + second
    hand.undo(library)
    assert rows(hand, Verdict.LEFT_OUT) == first
    hand.undo(library)
    assert not hand.can_undo
    assert library.tweets.left_out("gull_keeper") == frozenset()


def test_the_choices_given_are_not_changed(hand, library):
    before = hand.choices[0]
    kept = before.counts["kept"]
    hand.turn(library, rows(hand, Verdict.KEPT)[:1], Verdict.LEFT_OUT)
    assert before.counts["kept"] == kept
    assert hand.choices[0].counts["left_out"] == 1
