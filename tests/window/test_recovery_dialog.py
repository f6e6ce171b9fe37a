"""A damaged library: the user goes on from a backup or with an empty one, or quits."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QPushButton

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import unreported
from huggingtweets_gui.library.backups import Backups
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.model import UNDATED, Author, Tweet
from huggingtweets_gui.window.library_opening import open_library
from huggingtweets_gui.window.recovery_dialog import RecoveryDialog

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def damaged(home):
    with Library(home) as library:
        library.tweets.add(Author("gull_keeper", "Mira Keel"), [Tweet(1, UNDATED, "The gull said so.")])
        Backups(home).take(NOON, unreported)
    home.database.write_bytes(b"fog " * 4096)
    return home


@pytest.fixture
def presses(monkeypatch):
    """Press the button that begins with these words in each dialog that opens, and tell what it offered."""
    offered = []

    def answer(words):
        def exec_(dialog):
            buttons = dialog.findChildren(QPushButton)
            offered.append([button.text() for button in buttons])
            next(button for button in buttons if button.text().startswith(words)).click()
            return dialog.result()

        monkeypatch.setattr(RecoveryDialog, "exec", exec_)
        return offered

    return answer


@pytest.mark.warns
def test_the_backup_is_restored(qapp, damaged, presses):
    offered = presses("Restore")
    with open_library(damaged) as library:
        assert [summary.author.handle for summary in library.tweets.authors()] == ["gull_keeper"]
    assert len(offered[0]) == 4
    assert "2026" in offered[0][0]
    assert len(damaged.put_aside()) == 1


@pytest.mark.warns
def test_an_empty_one_is_begun(qapp, damaged, presses):
    presses("Start with an empty")
    with open_library(damaged) as library:
        assert library.tweets.authors() == []
    assert len(damaged.put_aside()) == 1
    assert len(Backups(damaged).all()) == 1


@pytest.mark.warns
def test_quitting_changes_nothing(qapp, damaged, presses):
    before = damaged.database.read_bytes()
    presses("Quit")
    assert open_library(damaged) is None
    assert damaged.database.read_bytes() == before
    assert damaged.put_aside() == []


@pytest.mark.warns
def test_a_backup_that_is_damaged_too_is_not_offered(qapp, damaged, presses):
    Backups(damaged).all()[0].path.write_bytes(b"fog " * 4096)
    offered = presses("Quit")
    assert open_library(damaged) is None
    assert len(offered[0]) == 3


def test_other_failures_are_not_recovered_from(qapp, home, presses):
    with Library(home):
        pass
    home.database.unlink()
    home.database.mkdir()
    with pytest.raises(UserError) as caught:
        open_library(home)
    assert caught.value.code is ErrorCode.NOT_PERMITTED
