"""A bot's dataset is looked through as the library's tweets are."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_filter import Filter
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.workflow.bot_dataset import load_dataset, still_here
from tests.bots import make_bot

ENTRIES = [
    Entry("7", "mira", "2021-03-11", "Fog & gulls <3", Part.TRAINING, times=3),
    Entry("8", "mira", "2021-03-12", "The whole note about walnuts", Part.VALIDATION),
    Entry("7", "otto", "2020-05-02", "霧の灯台", Part.TEST),
]


@pytest.fixture
def bot(library: Library) -> Bot:
    bot = make_bot(library, ready=True, handles=("mira", "otto"))
    write_dataset(bot.layout.dataset, ENTRIES)
    return bot


@pytest.fixture
def shown(library: Library) -> Iterator[Library]:
    with library.in_memory("test_bot_dataset") as shown:
        yield shown


def found(shown: Library, table: TweetTable, wanted: Filter) -> list[int]:
    rows = shown.query.rows_with(wanted.words) if wanted.words else None
    return table.facts["id"][table.find(wanted, rows)].tolist()


def test_texts_are_those_learned_with_the_part_they_belong_to(
    library: Library, bot: Bot, shown: Library
) -> None:
    table = load_dataset(bot, library, shown)
    assert table.verdicts() == {Part.TRAINING: 1, Part.VALIDATION: 1, Part.TEST: 1}
    assert table.handles() == {"mira": 2, "otto": 1}
    texts = shown.query.tweets(table.facts["row"].tolist())
    assert [texts[row].text for row in table.facts["row"].tolist()] == [
        "The whole note about walnuts",
        "Fog & gulls <3",
        "霧の灯台",
    ]
    assert found(shown, table, Filter(words="gul")) == [7]
    assert found(shown, table, Filter(words="灯台")) == [7]
    assert found(shown, table, Filter(words="amp")) == []
    assert found(shown, table, Filter(verdict=Part.VALIDATION)) == [8]
    assert found(shown, table, Filter(author="otto", year=2020)) == [7]


def test_what_the_library_still_knows_can_be_filtered(library: Library, bot: Bot, shown: Library) -> None:
    sent = datetime(2021, 3, 12, 18, 30, tzinfo=UTC)
    tweet = Tweet(8, sent, "The whole…", "The whole note about https://walnut.example", language="de")
    library.tweets.add(Author("mira", "Mira"), [tweet])
    table = load_dataset(bot, library, shown)
    assert table.languages() == {"und": 2, "de": 1}
    assert found(shown, table, Filter(language="de")) == [8]
    [text] = shown.query.tweets(table.facts["row"][:1].tolist()).values()
    assert (text.created_at, text.text) == (sent, "The whole note about walnuts")
    assert found(shown, table, Filter(words="example")) == []
    assert still_here(bot, library) == ["mira"]


def test_another_connection_finds_the_same_and_nothing_stays_of_it(
    library: Library, bot: Bot, shown: Library
) -> None:
    load_dataset(bot, library, shown)
    with shown.again() as again:
        assert len(again.query.rows_with("walnuts")) == 1
    assert library.tweets.authors() == []
    shown.close()
    with library.in_memory("test_bot_dataset") as empty:
        assert empty.tweets.authors() == []


def test_a_dataset_that_is_gone_is_told(library: Library, bot: Bot, shown: Library) -> None:
    bot.layout.dataset.unlink()
    with pytest.raises(UserError) as caught:
        load_dataset(bot, library, shown)
    assert caught.value.code is ErrorCode.BOT_UNREADABLE
