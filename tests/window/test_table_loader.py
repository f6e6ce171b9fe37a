from datetime import UTC, datetime

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC
from huggingtweets_gui.window.pages.table_loader import TableLoader


@pytest.fixture
def loader(qtbot, library):
    tweets = [
        Tweet(1, datetime(2021, 3, 14, tzinfo=UTC), "@gull The fog came in like a guest.", is_reply=True)
    ]
    library.tweets.add(Author("mira", "Mira"), tweets)
    loader = TableLoader(library.home)
    yield loader
    qtbot.waitUntil(lambda: not loader.findChildren(TaskThread))


def test_only_the_last_order_is_answered(loader, qtbot):
    answers = []
    loader.loaded.connect(lambda table, rules: answers.append((len(table), rules)))
    for rules in (BETTER, CLASSIC, BETTER, CLASSIC):
        loader.load(["mira"], rules)
    qtbot.waitUntil(lambda: not loader.findChildren(TaskThread))
    assert answers == [(1, CLASSIC)]
    assert not loader.busy


def test_what_was_stopped_tells_nothing(loader, qtbot):
    with qtbot.assertNotEmitted(loader.loaded), qtbot.assertNotEmitted(loader.failed):
        loader.load(["mira"], BETTER)
        loader.stop()
        assert not loader.busy
        qtbot.waitUntil(lambda: not loader.findChildren(TaskThread))


def test_rules_are_counted_once_for_the_same_tweets(loader, qtbot):
    told = []
    loader.counted.connect(told.append)
    loader.count({"mira": 1})
    qtbot.waitUntil(lambda: not loader.busy)
    assert told[0] == {}
    assert told[1]["strip_mentions"] == 1
    loader.count({"mira": 1})
    assert not loader.busy
    assert len(told) == 2


def test_an_author_who_is_gone_is_told(loader, qtbot):
    with qtbot.waitSignal(loader.failed) as failed:
        loader.load(["nobody"], BETTER)
    assert failed.args[0].code is ErrorCode.UNKNOWN_AUTHOR
    assert not loader.busy
