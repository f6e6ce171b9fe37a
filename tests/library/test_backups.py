"""The library's backups: when they are taken, that they are sound, and that nobody forgotten is in one."""

import contextlib
import os
import shutil
import sqlite3
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock

from huggingtweets_gui.foundation.alone import LOCK
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled, unreported
from huggingtweets_gui.library.backups import Backups
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.recovery import restore, start_empty
from huggingtweets_gui.tweets.model import UNDATED, Author, Tweet
from huggingtweets_gui.workflow.forgetting import forget_author
from tests.bots import make_bot

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GULL = Author("gull_keeper", "Gull Keeper")


def add_tweets(library: Library, first: int, count: int = 200) -> None:
    library.tweets.add(GULL, [Tweet(n, UNDATED, f"The gull said {n}.") for n in range(first, first + count)])


def damage(home: Home) -> None:
    """Write over a part of the file in its middle, where it is noticed only by who reads that."""
    with home.database.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"fog " * 4096)


@pytest.fixture
def backups(home: Home) -> Backups:
    return Backups(home)


def test_a_backup_is_a_library_in_one_file(library: Library, backups: Backups) -> None:
    add_tweets(library, 1)
    backups.take(NOON, unreported)
    [backup] = backups.all()
    assert backup.taken == NOON
    with contextlib.closing(sqlite3.connect(backup.path)) as copy:
        assert copy.execute("SELECT count(*) FROM tweets").fetchone() == (200,)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert {path.name for path in backup.path.parent.iterdir()} == {backup.path.name, LOCK}


def test_backups_wait_for_each_other_but_not_for_ever(
    library: Library, home: Home, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_tweets(library, 1)
    monkeypatch.setattr("huggingtweets_gui.library.backups._PATIENCE_SECONDS", 0.1)
    with FileLock(home.backups / LOCK):
        with pytest.raises(UserError) as caught:
            backups.take(NOON, unreported)
        assert caught.value.code is ErrorCode.LIBRARY_BUSY
    backups.take(NOON, unreported)
    assert len(backups.all()) == 1


def test_the_last_two_are_kept(library: Library, backups: Backups) -> None:
    add_tweets(library, 1)
    for days in range(4):
        backups.take(NOON + days * DAY, unreported)
    assert [backup.taken for backup in backups.all()] == [NOON + 3 * DAY, NOON + 2 * DAY]


def test_they_are_due_once_a_day_and_after_changes(library: Library, home: Home, backups: Backups) -> None:
    add_tweets(library, 1)
    assert backups.are_due(NOON)
    backups.take(NOON, unreported)
    for path in home.root.glob("library.db*"):
        os.utime(path, (NOON.timestamp() + 60,) * 2)
    assert not backups.are_due(NOON + DAY / 2)
    assert backups.are_due(NOON + DAY)
    for path in home.root.glob("library.db*"):
        os.utime(path, (NOON.timestamp() - 60,) * 2)
    assert not backups.are_due(NOON + DAY)


def test_they_are_not_due_where_there_is_nothing_or_no_room(
    home: Home, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not backups.are_due(NOON)
    with Library(home):
        monkeypatch.setattr(shutil, "disk_usage", lambda _: namedtuple("Usage", "free")(1000))
        assert not backups.are_due(NOON)


def test_an_empty_library_does_not_push_out_good_ones(library: Library, backups: Backups) -> None:
    backups.take(NOON, unreported)
    assert backups.all() == []


def test_others_may_write_while_it_is_taken(library: Library, home: Home, backups: Backups) -> None:
    add_tweets(library, 1, 5000)
    written = []

    def write(done: int, total: int) -> None:
        if not written:
            written.append(done)
            add_tweets(library, 10_001)

    backups.take(NOON, write)
    with contextlib.closing(sqlite3.connect(backups.all()[0].path)) as copy:
        assert copy.execute("SELECT count(*) FROM tweets").fetchone() == (5000,)


def test_a_cancelled_one_leaves_nothing(library: Library, home: Home, backups: Backups) -> None:
    add_tweets(library, 1)

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        backups.take(NOON, cancel)
    assert [path.name for path in home.backups.iterdir()] == [LOCK]


def test_a_damaged_library_replaces_no_good_backup_and_is_refused_from_then_on(
    home: Home, backups: Backups
) -> None:
    with Library(home) as library:
        add_tweets(library, 1, 5000)
    damage(home)
    with pytest.raises(UserError) as caught:
        backups.take(NOON, unreported)
    assert caught.value.code is ErrorCode.LIBRARY_DAMAGED
    assert backups.all() == []
    with pytest.raises(UserError) as caught:
        Library(home)
    assert caught.value.code is ErrorCode.LIBRARY_DAMAGED


def test_a_suspicion_without_damage_passes(home: Home) -> None:
    Library(home).close()
    home.database.with_name("library.db-suspect").touch()
    Library(home).close()
    assert not home.database.with_name("library.db-suspect").exists()


def test_a_backup_is_restored_and_the_damaged_library_kept(home: Home, backups: Backups) -> None:
    with Library(home) as library:
        add_tweets(library, 1)
        backups.take(NOON, unreported)
        bot = make_bot(library)
    home.database.write_bytes(b"fog")
    with pytest.raises(UserError):
        Library(home)
    [backup] = backups.all()
    aside = restore(home, backup)
    assert aside.read_bytes() == b"fog"
    with Library(home) as library:
        assert [summary.tweets for summary in library.tweets.authors()] == [200]
        assert [one.folder for one in library.bots.all()] == [bot.folder]
    assert backups.all() == [backup]


def test_an_empty_library_still_knows_the_bots(home: Home) -> None:
    with Library(home) as library:
        add_tweets(library, 1)
        bot = make_bot(library)
    home.database.write_bytes(b"fog")
    aside = start_empty(home)
    assert aside.read_bytes() == b"fog"
    with Library(home) as library:
        assert library.tweets.authors() == []
        assert [one.folder for one in library.bots.all()] == [bot.folder]


def test_a_library_in_use_is_not_put_aside(library: Library, home: Home) -> None:
    library.tweets.authors()
    with pytest.raises(UserError) as caught:
        start_empty(home)
    assert caught.value.code is ErrorCode.LIBRARY_BUSY
    assert home.database.exists()


def test_who_is_forgotten_is_in_no_backup(library: Library, home: Home, backups: Backups) -> None:
    add_tweets(library, 1)
    backups.take(NOON, unreported)
    aside = home.name_aside(NOON)
    shutil.copyfile(backups.all()[0].path, aside)
    forget_author(library, GULL.handle)
    assert backups.all() == []
    assert not aside.exists()
    assert all(b"The gull said" not in path.read_bytes() for path in home.root.rglob("*") if path.is_file())
