"""``huggingtweets restore``."""

from datetime import UTC, datetime, timedelta

import pytest

from huggingtweets_gui.foundation.progress import unreported
from huggingtweets_gui.library.backups import Backups
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.model import UNDATED, Author, Tweet
from tests.cli.conftest import Command

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def damaged(home: Home) -> Home:
    """A damaged library, with backups of when it had one tweet and two, the last of them damaged too."""
    author = Author("gull_keeper", "Mira Keel")
    with Library(home) as library:
        for n in (1, 2):
            library.tweets.add(author, [Tweet(n, UNDATED, "The gull said so.")])
            Backups(home).take(NOON + timedelta(days=n), unreported)
    home.database.write_bytes(b"fog " * 4096)
    return home


@pytest.mark.warns
def test_a_damaged_library_is_told_with_what_to_do(damaged: Home, huggingtweets: Command) -> None:
    ran = huggingtweets("bots")
    assert ran.status == 1
    assert "huggingtweets restore" in ran.err


def test_the_newest_sound_backup_is_restored(damaged: Home, huggingtweets: Command) -> None:
    Backups(damaged).all()[0].path.write_bytes(b"fog " * 4096)
    assert len(huggingtweets("restore", "--list").out.splitlines()) == 1
    ran = huggingtweets("restore")
    assert ran.status == 0
    assert damaged.put_aside()[0].name in ran.out
    with Library(damaged) as library:
        assert [summary.tweets for summary in library.tweets.authors()] == [1]


def test_an_empty_library_is_begun(damaged: Home, huggingtweets: Command) -> None:
    assert huggingtweets("restore", "--empty").status == 0
    with Library(damaged) as library:
        assert library.tweets.authors() == []


@pytest.mark.warns
def test_without_a_backup_nothing_is_touched(home: Home, huggingtweets: Command) -> None:
    home.database.write_bytes(b"fog")
    assert "no backups" in huggingtweets("restore", "--list").out
    ran = huggingtweets("restore")
    assert ran.status == 1
    assert "--empty" in ran.err
    assert home.database.read_bytes() == b"fog"
