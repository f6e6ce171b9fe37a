"""What the library keeps of authors and their tweets, and what it forgets."""

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.database import Database
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.model import Author, Tweet
from tests.archives import AVATAR

GULL = Author("gull_keeper", "Keeper of Gulls 🌊", AVATAR)


def tweet(number: int, text: str = "A small boat and a large silence.", **fields: object) -> Tweet:
    return Tweet(
        id=number,
        created_at=datetime(2021, 3, 11, 12, tzinfo=UTC),
        text=text,
        **fields,  # type: ignore[arg-type]
    )


FULL = tweet(
    2**62,
    "今日は &amp; 🌊",
    note_text="a note",
    is_retweet=True,
    superseded=True,
    circle=True,
    reply_to_id=5,
    is_reply=True,
    language="ja",
    application="Twitter Web App",
)


def test_a_tweet_comes_back_as_it_was(library: Library) -> None:
    library.tweets.add(GULL, [FULL, tweet(3)])
    assert library.tweets.tweets("gull_keeper") == [tweet(3), FULL]
    assert library.tweets.author("GULL_keeper") == GULL
    assert [(one.author, one.tweets) for one in library.tweets.authors()] == [(GULL, 2)]


def test_importing_again_adds_nothing_twice(library: Library) -> None:
    assert library.tweets.add(GULL, [tweet(1), tweet(2)]) == 2
    assert library.tweets.add(replace(GULL, handle="Gull_Keeper"), [tweet(2), tweet(3)]) == 1
    assert len(library.tweets.tweets("gull_keeper")) == 3
    assert len(library.tweets.authors()) == 1


def test_a_newer_archive_keeps_what_the_user_left_out(library: Library) -> None:
    library.tweets.add(GULL, [tweet(1), tweet(2)])
    library.verdicts.leave_out("gull_keeper", [2])
    library.tweets.add(GULL, [tweet(1), tweet(2, "Better text."), tweet(3)])
    assert library.verdicts.left_out("gull_keeper") == {2}
    assert library.tweets.tweets("gull_keeper")[1].text == "Better text."
    library.verdicts.take_in("GULL_KEEPER", [2])
    assert library.verdicts.left_out("gull_keeper") == frozenset()


def test_a_source_that_knows_less_takes_nothing_away(library: Library) -> None:
    library.tweets.add(GULL, [tweet(1, note_text="the whole text", superseded=True, circle=True)])
    library.tweets.add(Author("gull_keeper", "gull_keeper"), [tweet(1)])
    assert library.tweets.author("gull_keeper") == GULL
    [kept] = library.tweets.tweets("gull_keeper")
    assert (kept.note_text, kept.superseded, kept.circle) == ("the whole text", True, True)


def test_a_newer_name_and_picture_replace_the_old(library: Library) -> None:
    library.tweets.add(GULL, [tweet(1)])
    library.tweets.add(Author("gull_keeper", "Retired", AVATAR + b"x"), [])
    assert library.tweets.author("gull_keeper") == Author("gull_keeper", "Retired", AVATAR + b"x")


def test_an_import_that_fails_half_way_leaves_nothing(library: Library) -> None:
    def tweets() -> object:
        yield tweet(1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        library.tweets.add(GULL, tweets())  # type: ignore[arg-type]
    assert library.tweets.authors() == []


def test_an_author_who_is_not_there_is_told(library: Library) -> None:
    with pytest.raises(UserError) as caught:
        library.tweets.author("nobody")
    assert caught.value.code is ErrorCode.UNKNOWN_AUTHOR


def test_forgetting_leaves_no_text_in_any_file_of_the_library(home: Home) -> None:
    secret = "the walnut is under the third buoy"
    with Library(home) as library, Library(home) as window:
        # Some builds of SQLite overwrite what is deleted by themselves, and others do not.
        library._database.rows("PRAGMA secure_delete = OFF")
        library.tweets.add(Author("pier", "Pier"), [tweet(number, "stays here") for number in range(1, 50)])
        library.tweets.add(
            Author("gull", "Secret Keeper"), [tweet(n, f"{secret} {n} " * 20) for n in range(1, 200)]
        )
        library.tweets.add(
            Author("gull", "Secret Keeper"), [tweet(n, f"{secret}! {n}") for n in range(1, 90)]
        )
        assert window.tweets.tweets("gull")
        library.tweets.forget("GULL")
        for path in home.root.rglob("*"):
            assert secret.encode() not in path.read_bytes(), path
            assert b"Secret Keeper" not in path.read_bytes(), path
        assert len(window.tweets.tweets("pier")) == 49


def test_forgetting_tells_where_somebody_still_reads_what_was_there(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingtweets_gui.library.database._BUSY_SECONDS", 0.05)
    with Library(home) as library, Library(home) as other:
        library.tweets.add(GULL, [tweet(1, "the walnut is under the third buoy")])
        with other._database.reading():
            assert other.tweets.tweets("gull_keeper")
            with pytest.raises(UserError) as caught:
                library.tweets.forget("gull_keeper")
        assert caught.value.code is ErrorCode.LIBRARY_BUSY
        library.tweets.forget("gull_keeper")
        for path in home.root.rglob("*"):
            assert b"walnut" not in path.read_bytes(), path


def test_two_threads_write_at_once(home: Home) -> None:
    failures = []

    def write(first: int) -> None:
        try:
            with Library(home) as library:
                for number in range(first, first + 20):
                    library.tweets.add(GULL, [tweet(number)])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(100 * number + 1,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Library(home) as library:
        assert len(library.tweets.tweets("gull_keeper")) == 120


@pytest.mark.parametrize("content", [b"this is no database, and long enough to be looked at" * 40, b"SQLite"])
def test_a_file_that_is_no_database_is_told_and_kept(home: Home, content: bytes) -> None:
    home.database.write_bytes(content)
    with pytest.raises(UserError) as caught:
        Library(home)
    assert caught.value.code is ErrorCode.LIBRARY_DAMAGED
    assert str(home.database) in caught.value.sentence
    assert home.database.read_bytes() == content


def test_a_database_damaged_in_its_middle_is_told(home: Home) -> None:
    with Library(home) as library:
        library.tweets.add(GULL, [tweet(number, "word " * 50) for number in range(1, 500)])
    content = bytearray(home.database.read_bytes())
    content[8192:] = b"\x5a" * (len(content) - 8192)
    home.database.write_bytes(content)
    with pytest.raises(UserError) as caught, Library(home) as library:
        library.tweets.tweets("gull_keeper")
    assert caught.value.code is ErrorCode.LIBRARY_DAMAGED


def test_a_database_without_its_tables_is_told(home: Home) -> None:
    connection = sqlite3.connect(home.database)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(UserError) as caught, Library(home) as library:
        library.tweets.authors()
    assert caught.value.code is ErrorCode.LIBRARY_DAMAGED


def test_the_library_of_a_newer_version_is_left_alone(home: Home) -> None:
    Library(home).close()
    connection = sqlite3.connect(home.database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UserError) as caught:
        Library(home)
    assert caught.value.code is ErrorCode.LIBRARY_NEWER


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "home" / "library.db").mkdir(parents=True)
    for root in (tmp_path / "file" / "home", tmp_path / "home"):
        with pytest.raises(UserError) as caught:
            Library(Home(root))
        assert caught.value.code is ErrorCode.NOT_PERMITTED


def test_a_library_that_may_only_be_read_is_not_called_damaged(home: Home) -> None:
    database = Database(home.database)
    with pytest.raises(UserError) as caught, database.writing() as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("DELETE FROM authors")
    database.close()
    assert caught.value.code is ErrorCode.NOT_PERMITTED


def test_another_program_in_a_long_write_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingtweets_gui.library.database._BUSY_SECONDS", 0.05)
    with Library(home) as library:
        other = sqlite3.connect(home.database)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as caught:
            library.tweets.add(GULL, [tweet(1)])
        other.rollback()
        other.close()
        assert caught.value.code is ErrorCode.LIBRARY_BUSY
        assert library.tweets.add(GULL, [tweet(1)]) == 1


def test_a_list_of_forgotten_tweets_shows_nobody_else_s(library: Library) -> None:
    library.tweets.add(GULL, [tweet(1), tweet(2)])
    shown = [row for (row,) in library._database.rows("SELECT row FROM tweets")]
    library.tweets.forget("gull_keeper")
    library.tweets.add(Author("pier", "Pier"), [tweet(1, "Ring the harbour.")])
    assert library.query.tweets(shown) == {}
