"""The index of words stays in step with the tweets, and tweets that changed wait to be judged again."""

from datetime import UTC, datetime

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.model import Author, Tweet

GULL = Author("gull_keeper", "Keeper of Gulls")


def tweet(number: int, text: str, note_text: str | None = None, **fields: object) -> Tweet:
    sent = datetime(2021, 3, 11, 12, tzinfo=UTC)
    return Tweet(number, sent, text, note_text, **fields)  # type: ignore[arg-type]


def found(library: Library, words: str) -> list[int]:
    """Return the ids of the tweets with these words, after a check of the whole index."""
    with library._database.writing() as connection:
        connection.execute("INSERT INTO tweet_words (tweet_words, rank) VALUES ('integrity-check', 1)")
    rows = library._database.rows(
        "SELECT id FROM tweets WHERE row IN (SELECT rowid FROM tweet_words WHERE tweet_words MATCH ?)"
        " ORDER BY id",
        (words,),
    )
    return [id for (id,) in rows]


def test_words_of_texts_and_notes_are_found(library: Library) -> None:
    library.tweets.add(GULL, [tweet(1, "The tide came in"), tweet(2, "A tide…", "A tide of walnuts")])
    assert found(library, "TIDE") == [1, 2]
    assert found(library, "walnuts") == [2]


def test_a_text_that_changed_is_found_by_its_new_words_only(library: Library) -> None:
    library.tweets.add(GULL, [tweet(1, "The tide came in"), tweet(2, "Gulls")])
    library.tweets.add(GULL, [tweet(1, "The boat came in"), tweet(2, "Gulls", "Gulls and terns")])
    assert found(library, "tide") == []
    assert found(library, "boat") == [1]
    assert found(library, "terns") == [2]


def test_a_tweet_may_come_several_times_at_once(library: Library) -> None:
    versions = [tweet(1, "The tide…"), tweet(2, "Gulls"), tweet(1, "The tide…", "The tide of walnuts")]
    assert library.tweets.add(GULL, versions) == 2
    assert found(library, "tide") == [1]
    assert found(library, "walnuts") == [1]


def test_the_words_of_a_forgotten_author_are_gone_and_others_stay(library: Library) -> None:
    library.tweets.add(GULL, [tweet(1, "The tide came in"), tweet(2, "A tide of walnuts")])
    library.tweets.add(Author("pier", "Pier"), [tweet(3, "The tide at the pier")])
    library.tweets.forget("gull_keeper")
    assert found(library, "tide") == [3]
    assert found(library, "walnuts") == []
    library.tweets.add(GULL, [tweet(1, "The boat")])
    assert found(library, "boat") == [1]


def test_more_tweets_than_go_into_one_statement(library: Library) -> None:
    many = [tweet(number, f"Gull number{number}") for number in range(1, 4502)]
    assert library.tweets.add(GULL, many) == 4501
    assert found(library, "number1") == [1]
    assert found(library, "number4501") == [4501]


def test_only_what_is_new_or_changed_waits_to_be_judged(library: Library) -> None:
    def judge() -> None:
        with library._database.writing() as connection:
            connection.execute("UPDATE tweets SET verdict = 'kept', learned = text")
            connection.execute("UPDATE authors SET judged_by = '{}'")

    def unjudged() -> list[int]:
        return [id for (id,) in library._database.rows("SELECT id FROM tweets WHERE verdict IS NULL")]

    def rules() -> str | None:
        [(judged_by,)] = library._database.rows("SELECT judged_by FROM authors")
        return judged_by

    first = [tweet(1, "The tide"), tweet(2, "Gulls"), tweet(3, "Terns", language="en")]
    library.tweets.add(GULL, first)
    assert unjudged() == [1, 2, 3]
    judge()
    library.tweets.add(GULL, [*first[:2], tweet(3, "Terns")])  # knows less, so nothing changes
    assert (unjudged(), rules()) == ([], "{}")
    library.tweets.add(GULL, [tweet(2, "Gulls", superseded=True), *first])
    assert (unjudged(), rules()) == ([2], None)
    judge()
    library.tweets.add(GULL, [*first, tweet(4, "Walnuts")])
    assert (unjudged(), rules()) == ([4], None)


def test_tweets_that_wait_for_the_index_may_change_before(library: Library, monkeypatch) -> None:
    monkeypatch.setattr("huggingtweets_gui.library.tweet_store._AT_ONCE", 2)
    library.tweets.add(GULL, [tweet(1, "The old pier")])
    many = [tweet(number, f"Gull number{number}") for number in range(2, 52)]
    changed = [tweet(1, "The new pier"), tweet(51, "Gull…", "Gull and tern")]
    assert library.tweets.add(GULL, [*many, *changed]) == 50
    assert found(library, "number50") == [50]
    assert (found(library, "number51"), found(library, "tern")) == ([], [51])
    assert (found(library, "old"), found(library, "new")) == ([], [1])
