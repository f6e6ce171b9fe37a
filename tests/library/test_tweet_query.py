"""Finding tweets by words and by what is known of them."""

from datetime import UTC, datetime

import pytest

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_filter import Filter, Kind
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.rules import BETTER, Verdict
from huggingtweets_gui.workflow.choosing import look_through

MIRA = Author("mira", "Mira")
TEXTS = (
    "The FOG came in like a guest.",
    "Tea count: nine, and it is early. Don't ask!",
    "Ring the harbour if the café is late @pier_nine",
    "今日は霧が深いので灯台の灯をいつもより早くともしました",
    "So many feathers 🪶🪶 in here today",
    "LINEのスタンプをつかってみましたよ",
    '100% of it is "quoted" AND starred* here',
    "Gulls &amp; terns &lt;3 🌊🐐",
    "วันนี้อากาศดีมากที่ท่าเรือ",
)


def add(library: Library, author: Author, *tweets: dict[str, object]) -> TweetTable:
    """Add tweets, a day apart unless they say otherwise, the first one the oldest; look through them."""
    made = [
        Tweet(**{"id": n, "created_at": datetime(2021, 3, n, tzinfo=UTC), "text": TEXTS[0]} | fields)
        for n, fields in enumerate(tweets, 1)
    ]
    library.tweets.add(author, made)
    return look_through(library, [author.handle], BETTER)


def found(library: Library, table: TweetTable, wanted: Filter) -> list[int]:
    """Return the ids found, newest first."""
    rows = library.query.rows_with(wanted.words) if wanted.words else None
    return table.facts["id"][table.find(wanted, rows)].tolist()


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("fog", [1]),
        ("Fo", [1]),  # a beginning
        ("fo ", []),  # a whole word
        ("og", []),
        ("guest fog", [1]),
        ("guest tea", []),
        ("don't", [2]),
        ("don’t", [2]),
        ("cafe", [3]),
        ("@pier_nine", [3]),
        ("pier nine", [3]),
        ("i", []),  # no beginning yet
        ("灯台", [4]),
        ("の灯", [4]),
        ("霧 灯台", [4]),
        ("🪶", [5]),
        ("feathers 🪶", [5]),
        ("fog 🪶", []),
        ("霧", [4]),
        ("た", [4]),  # no beginning yet: only the last letter is found
        ("灯の", []),
        ("灯霧", []),
        ("🌊", [8]),
        ("☕", []),
        ("LINEの", [6]),
        ('"quoted"', [7]),
        ("and", [7, 2]),
        ("starred*", [7]),
        ("100%", [7]),
        ("NOT fog", []),
        ("amp", []),
        ("gulls terns", [8]),
        ("&", [8]),
        ("<", [8]),
        ("ที่ท่า", [9]),
        ("ท่าเ", [9]),
    ],
)
def test_words_are_found_as_typed(library: Library, words: str, ids: list[int]) -> None:
    table = add(library, MIRA, *({"text": text} for text in TEXTS))
    assert found(library, table, Filter(words=words)) == ids


@pytest.mark.parametrize(
    "words",
    ['"', "'", "*", "(", "a OR", "NEAR(", "{text}:", "-", "^fog", "\0", "a\0b", "\ud83e", "%", "_", "; --"],
)
def test_whatever_is_typed_is_only_looked_for(library: Library, words: str) -> None:
    table = add(library, MIRA, {"text": "Nothing of that is here."})
    assert found(library, table, Filter(words=words)) == []


def test_the_whole_of_a_long_tweet_is_searched(library: Library) -> None:
    table = add(library, MIRA, {"text": "The fog…", "note_text": "The fog that came in, and the walnut."})
    assert found(library, table, Filter(words="walnut")) == [1]
    assert found(library, table, Filter(kind=Kind.NOTE)) == [1]


def test_filters_are_of_what_occurs(library: Library) -> None:
    table = add(
        library,
        MIRA,
        {"language": "en", "application": "Twitter Web App"},
        {"language": "iw", "is_reply": True, "reply_to_id": 77},
        {"language": "he", "is_reply": True, "reply_to_id": 1},
        {"language": "zxx", "created_at": datetime(2019, 12, 31, 23, 59, tzinfo=UTC), "text": "Soup."},
    )
    assert table.languages() == {"he": 2, "en": 1, "und": 1}
    assert table.years() == {2021: 3, 2019: 1}
    assert table.applications() == {"": 3, "Twitter Web App": 1}
    assert table.kinds() == {Kind.REPLY: 2, Kind.THREAD: 2}
    assert table.verdicts() == {Verdict.KEPT: 3, Verdict.SHORT: 1}
    assert found(library, table, Filter()) == [3, 2, 1, 4]
    assert found(library, table, Filter(language="he")) == [3, 2]
    assert found(library, table, Filter(language="he", kind=Kind.THREAD)) == [3]
    assert found(library, table, Filter(kind=Kind.THREAD)) == [3, 1]
    assert found(library, table, Filter(year=2019)) == [4]
    assert found(library, table, Filter(verdict=Verdict.SHORT)) == [4]
    assert found(library, table, Filter(application="Twitter Web App")) == [1]
    assert found(library, table, Filter(application="gone since")) == []
    assert found(library, table, Filter(words="fog", year=2021, kind=Kind.REPLY)) == [3, 2]


def test_only_the_tweets_of_the_chosen_authors_are_found(library: Library) -> None:
    add(library, Author("otto", "Otto"), {"text": "The fog is mine alone today."})
    table = add(library, MIRA, {"id": 1}, {"id": 2})
    assert found(library, table, Filter(words="fog")) == [2, 1]
    both = look_through(library, ["mira", "otto"], BETTER)
    assert len(both.find(Filter(words="fog"), library.query.rows_with("fog"))) == 3
    assert len(both.find(Filter(author="otto"))) == 1
    assert both.handles() == {"mira": 2, "otto": 1}


def test_tweets_are_read_by_their_rows_and_those_that_are_gone_are_missing(library: Library) -> None:
    table = add(
        library, MIRA, {"text": "Polished the lens https://t.co/abc again"}, {"text": "https://t.co/abc"}
    )
    newest, oldest = table.facts["row"].tolist()
    shown = library.query.tweets([oldest, newest, 999])
    assert shown[oldest].text == "Polished the lens again"
    assert shown[newest].text == "https://t.co/abc"  # Nothing of it would be learned.
    assert set(shown) == {oldest, newest}


def test_an_author_without_tweets_has_an_empty_table(library: Library) -> None:
    table = add(library, MIRA)
    assert len(table) == 0
    assert found(library, table, Filter(words="fog", year=2021)) == []
    assert (table.languages(), table.years(), table.verdicts()) == ({}, {}, {})


def test_reading_tells_how_far_it_is(library: Library) -> None:
    library.tweets.add(MIRA, [Tweet(n, datetime(2021, 3, 14, tzinfo=UTC), TEXTS[0]) for n in range(1, 30)])
    look_through(library, ["mira"], BETTER)
    told: list[tuple[int, int]] = []
    library.query.table([MIRA], lambda done, total: told.append((done, total)))
    assert told == [(0, 29)]
