import numpy as np
import pytest

from huggingtweets_gui.library.tweet_filter import Filter
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules, Verdict
from huggingtweets_gui.workflow.choosing import choices, choose, judged_tweets, look_through
from huggingtweets_gui.workflow.importing import import_sources
from huggingtweets_gui.workflow.leaving_out import Hand
from tests.archives import invented_tweets, official_zip

GULLS = "gull_keeper"


@pytest.fixture
def archive(tmp_path):
    return official_zip(tmp_path / "gulls.zip", invented_tweets(100))


@pytest.fixture
def table(library, archive):
    import_sources(library, [archive])
    return look_through(library, [GULLS], BETTER)


def having(table, verdict):
    return table.find(Filter(verdict=verdict))


def ids(table, positions):
    return frozenset(table.facts["id"][positions].tolist())


def test_what_is_left_out_stays_so_the_next_time(table, library):
    chosen = having(table, Verdict.KEPT)[:3]
    Hand().turn(table, chosen, Verdict.LEFT_OUT).keep(library)
    assert having(table, Verdict.LEFT_OUT).tolist() == chosen.tolist()
    assert choose(library, GULLS, BETTER) == choices(table, BETTER)[0]
    left_out = [one for one in judged_tweets(library, GULLS, BETTER) if one.verdict is Verdict.LEFT_OUT]
    assert {one.tweet.id for one in left_out} == ids(table, chosen) == library.verdicts.left_out(GULLS)


def test_only_kept_tweets_can_be_left_out(table):
    hand = Hand()
    assert hand.turn(table, having(table, Verdict.RETWEET), Verdict.LEFT_OUT) is None
    assert not hand.can_undo


def test_undo_takes_back_one_change_after_the_other(table, library):
    hand = Hand()
    first, second = np.split(having(table, Verdict.KEPT)[:4], [1])
    for positions, verdict in ((first, "left_out"), (second, "left_out"), (first, "kept")):
        hand.turn(table, positions, Verdict(verdict)).keep(library)
    hand.undo(table).keep(library)
    assert library.verdicts.left_out(GULLS) == ids(table, first) | ids(table, second)
    hand.undo(table).keep(library)
    assert library.verdicts.left_out(GULLS) == ids(table, first)
    assert having(table, Verdict.LEFT_OUT).tolist() == first.tolist()
    hand.undo(table).keep(library)
    assert not hand.can_undo
    assert library.verdicts.left_out(GULLS) == frozenset()


def test_undo_of_a_whole_search_takes_back_only_what_it_changed(table, library):
    hand = Hand()
    before = having(table, Verdict.KEPT)[:1]
    hand.turn(table, before, Verdict.LEFT_OUT).keep(library)
    everything = table.find(Filter())
    hand.turn(table, everything, Verdict.LEFT_OUT).keep(library)
    assert choose(library, GULLS, BETTER).counts["kept"] == 0
    hand.undo(table).keep(library)
    assert library.verdicts.left_out(GULLS) == ids(table, before)


def test_undo_holds_under_other_rules_too(table, library):
    hand = Hand()
    # Under the classic rules, some of these are short.
    hand.turn(table, having(table, Verdict.KEPT), Verdict.LEFT_OUT).keep(library)
    classic = look_through(library, [GULLS], CLASSIC)
    hand.undo(classic).keep(library)
    assert choices(classic, CLASSIC) == [choose(library, GULLS, CLASSIC)]
    assert library.verdicts.left_out(GULLS) == frozenset()


def test_where_tweets_are_compared_the_others_are_judged_again(library, archive):
    rules = Rules(drop_duplicates=True)
    import_sources(library, [archive])
    table = look_through(library, [GULLS], rules)
    Hand().turn(table, having(table, Verdict.KEPT)[:1], Verdict.LEFT_OUT).keep(library)
    assert not library.verdicts.holds(GULLS, rules)
    assert choose(library, GULLS, rules).counts["left_out"] == 1
    assert library.verdicts.holds(GULLS, rules)


def test_a_newer_archive_keeps_what_was_left_out(table, library, tmp_path):
    chosen = having(table, Verdict.KEPT)[:3]
    Hand().turn(table, chosen, Verdict.LEFT_OUT).keep(library)
    import_sources(library, [official_zip(tmp_path / "newer.zip", invented_tweets(120))])
    assert choose(library, GULLS, BETTER).counts["left_out"] == 3


def test_verdicts_of_rules_that_a_later_version_knows_are_judged_again(table, library):
    with library._database.writing() as connection:
        connection.execute("""UPDATE authors SET judged_by = '{"rule_to_come": true}'""")
    Hand().turn(table, having(table, Verdict.KEPT)[:1], Verdict.LEFT_OUT).keep(library)
    assert choose(library, GULLS, BETTER).counts["left_out"] == 1
