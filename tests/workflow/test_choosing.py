"""The verdicts in the library are those of the rules that were asked for, whatever happened before."""

import hashlib
import threading
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_filter import Filter
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules, Verdict, judge
from huggingtweets_gui.workflow import choosing, judging
from huggingtweets_gui.workflow.choosing import choose, judged_tweets, look_through
from huggingtweets_gui.workflow.importing import import_sources
from tests.archives import invented_tweets, official_zip

GULLS = "gull_keeper"
COMPARING = Rules(drop_duplicates=True, join_threads=True)
MASKED = Rules(mask_names=True)


@pytest.fixture
def gulls(library, tmp_path):
    import_sources(library, [official_zip(tmp_path / "gulls.zip", invented_tweets(200))])
    return library.tweets.tweets(GULLS)


@pytest.mark.parametrize("rules", [BETTER, CLASSIC, COMPARING])
def test_the_library_holds_what_the_rules_say(library, gulls, rules, monkeypatch):
    monkeypatch.setattr(judging, "_AT_ONCE", 7)
    for other in (CLASSIC, COMPARING, BETTER):
        choose(library, GULLS, other)
    assert judged_tweets(library, GULLS, rules) == judge(gulls, rules)


def test_what_is_shown_as_kept_is_what_the_bot_learns(library, gulls):
    table = look_through(library, [GULLS], BETTER)
    rows = table.facts["row"][table.find(Filter(verdict=Verdict.KEPT))].tolist()
    shown = sorted(tweet.text for tweet in library.query.tweets(rows).values())
    judged = judged_tweets(library, GULLS, BETTER)
    assert shown == sorted(one.text for one in judged if one.verdict is Verdict.KEPT)


def test_a_choice_says_how_much_is_kept(library, gulls):
    choice = choose(library, GULLS.upper(), BETTER)
    kept = [one.text for one in judge(gulls, BETTER) if one.verdict is Verdict.KEPT]
    assert choice.author.handle == GULLS
    assert (choice.counts["downloaded"], choice.counts["kept"]) == (200, len(kept))
    assert choice.kept_characters == sum(map(len, kept))
    assert choice.longest_bytes == max(len(text.encode()) for text in kept)


def test_judged_tweets_are_not_judged_again(library, gulls, monkeypatch):
    before = choose(library, GULLS, BETTER)
    monkeypatch.setattr(judging, "judge", lambda *_: pytest.fail("judged again"))
    assert choose(library, GULLS, BETTER) == before


def test_new_tweets_are_judged(library, gulls):
    choose(library, GULLS, BETTER)
    library.tweets.add(Author(GULLS, GULLS), [Tweet(1, datetime(2021, 3, 14, tzinfo=UTC), "Soup.")])
    assert choose(library, GULLS, BETTER).counts["downloaded"] == 201


def once(action):
    """Return a ``Progress`` that does something at the first report."""
    waiting = [action]

    def report(done, total):
        if waiting:
            waiting.pop()()

    return report


def test_tweets_that_come_while_the_others_are_judged_are_judged_too(library, home, gulls):
    def import_one():
        with Library(home) as other:
            tweet = Tweet(1, datetime(2021, 3, 14, tzinfo=UTC), "The fog came in like a guest.")
            other.tweets.add(Author(GULLS, GULLS), [tweet])

    judging.judge_author(library, GULLS, BETTER, once(import_one))
    assert library.verdicts.holds(GULLS, BETTER)
    assert len(judged_tweets(library, GULLS, BETTER)) == 201


def test_a_tweet_that_changes_while_it_is_judged_is_judged_as_it_is_now(library, home, gulls):
    longer = replace(gulls[0], note_text="The whole of a long note about the fog.")

    def import_longer():
        with Library(home) as other:
            other.tweets.add(Author(GULLS, GULLS), [longer])

    judging.judge_author(library, GULLS, BETTER, once(import_longer))
    assert judged_tweets(library, GULLS, BETTER) == judge([longer, *gulls[1:]], BETTER)


def test_what_is_left_out_while_tweets_are_judged_stays_so(library, home, gulls):
    kept = next(one.tweet.id for one in judge(gulls, BETTER) if one.verdict is Verdict.KEPT)

    def leave_out():
        with Library(home) as other:
            other.verdicts.leave_out(GULLS, [kept])

    judging.judge_author(library, GULLS, BETTER, once(leave_out))
    assert judged_tweets(library, GULLS, BETTER) == judge(gulls, BETTER, {kept})


def test_two_judgings_at_once_do_not_mix(library, home, gulls, monkeypatch):
    monkeypatch.setattr(judging, "_AT_ONCE", 50)
    choose(library, GULLS, BETTER)
    half_way, go_on = threading.Event(), threading.Event()

    def wait_half_way(done, total):
        if done >= 100 and not half_way.is_set():
            half_way.set()
            assert go_on.wait(20)

    def judge_masked():
        with Library(home) as other:
            judging.judge_author(other, GULLS, MASKED, wait_half_way)

    def let_the_other_end(done, total):
        if done >= 100 and not go_on.is_set():
            go_on.set()
            masking.join()

    masking = threading.Thread(target=judge_masked)
    masking.start()
    assert half_way.wait(20)
    judging.judge_author(library, GULLS, BETTER, let_the_other_end)
    assert library.verdicts.holds(GULLS, BETTER)
    assert judged_tweets(library, GULLS, BETTER) == judge(gulls, BETTER)


def test_what_comes_between_judging_and_reading_is_judged_too(library, home, gulls, monkeypatch):
    new = Tweet(1, datetime(2021, 3, 14, tzinfo=UTC), "The fog came in like a guest.")

    def import_new():
        with Library(home) as other:
            other.tweets.add(Author(GULLS, GULLS), [new])

    def judge_masked():
        with Library(home) as other:
            judging.judge_author(other, GULLS, MASKED)

    between = [judge_masked, import_new]

    def judge_and_be_disturbed(*arguments):
        judging.judge_author(*arguments)
        if between:
            between.pop()()

    monkeypatch.setattr(choosing, "judge_author", judge_and_be_disturbed)
    assert judged_tweets(library, GULLS, BETTER) == judge([new, *gulls], BETTER)
    assert not between


def test_judging_can_be_stopped_before_it_writes_anything(library, gulls):
    choose(library, GULLS, CLASSIC)

    def stop_at_the_end(done, total):
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        choose(library, GULLS, MASKED, stop_at_the_end)
    assert not [text for (text,) in library._database.rows("SELECT learned FROM tweets") if "[name]" in text]


def test_an_author_who_is_forgotten_while_judged_is_unknown(library, home, gulls):
    def forget():
        with Library(home) as other:
            other.tweets.forget(GULLS)

    with pytest.raises(UserError) as caught:
        judging.judge_author(library, GULLS, BETTER, once(forget))
    assert caught.value.code is ErrorCode.UNKNOWN_AUTHOR


def test_judging_that_is_stopped_half_way_counts_as_none(library, gulls, monkeypatch):
    monkeypatch.setattr(judging, "_AT_ONCE", 50)
    choose(library, GULLS, CLASSIC)

    def stop(done, total):
        assert total == 200
        if done >= 100:
            raise Cancelled

    with pytest.raises(Cancelled):
        choose(library, GULLS, BETTER, stop)
    assert not library.verdicts.holds(GULLS, CLASSIC)
    assert not library.verdicts.holds(GULLS, BETTER)
    assert judged_tweets(library, GULLS, CLASSIC) == judge(gulls, CLASSIC)


def test_nobody_cannot_be_chosen(library):
    with pytest.raises(UserError) as caught:
        choose(library, "nobody", BETTER)
    assert caught.value.code is ErrorCode.UNKNOWN_AUTHOR


def test_texts_beyond_the_basic_plane_are_counted_as_python_does(library):
    text = "Gulls everywhere today 🌊👩‍🚀 今日は霧"
    library.tweets.add(Author("mira", "Mira"), [Tweet(1, datetime(2021, 3, 14, tzinfo=UTC), text)])
    choice = choose(library, "mira", BETTER)
    assert (choice.kept_characters, choice.longest_bytes) == (len(text), len(text.encode()))
    assert (
        hashlib.sha256(text.encode()).digest()
        == hashlib.sha256(judged_tweets(library, "mira", BETTER)[0].text.encode()).digest()
    )
