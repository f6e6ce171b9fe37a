"""The backup is taken beside the window, and ends with it."""

import pytest
from PySide6.QtCore import QObject

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.backups import Backups
from huggingtweets_gui.window.daily_backup import DailyBackup


@pytest.fixture
def owner(qapp):
    return QObject()


def test_it_is_taken_once_a_day(owner, home, gulls, qtbot):
    daily = DailyBackup(home, owner)
    daily.look()
    daily.look()  # while the first is being taken
    qtbot.waitUntil(lambda: len(Backups(home).all()) == 1 and daily._task is None)
    daily.look()
    assert daily._task is None


@pytest.mark.parametrize("code", [ErrorCode.LIBRARY_DAMAGED, ErrorCode.NO_ROOM])
def test_of_its_failures_only_a_damaged_library_is_told(owner, home, gulls, qtbot, monkeypatch, code):
    error = UserError(code, name="library.db")

    def fail(self, now, report):
        raise error

    monkeypatch.setattr(Backups, "take", fail)
    daily = DailyBackup(home, owner)
    told = []
    daily.failed.connect(told.append)
    daily.look()
    qtbot.waitUntil(lambda: daily._task is None)
    assert told == ([error] if code is ErrorCode.LIBRARY_DAMAGED else [])
