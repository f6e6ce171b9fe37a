"""A start that fails says why, whatever it is."""

import logging

import pytest

from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.window import program, start
from huggingtweets_gui.window.incident_dialog import IncidentDialog
from huggingtweets_gui.workflow.opening import Opening


@pytest.fixture(autouse=True)
def _own_log(monkeypatch):
    """Leave pytest its handlers."""
    monkeypatch.setattr(start, "start_log", lambda path: path.parent.mkdir(parents=True, exist_ok=True))


@pytest.fixture
def opened(qapp, home):
    def open_window():
        with CrashLog(home.logs) as crash_log:
            return start.open_window(home, Opening(), crash_log)

    return open_window


def failing(monkeypatch, error):
    def run(*arguments):
        raise error

    monkeypatch.setattr(program, "run", run)


@pytest.mark.warns
def test_a_library_of_a_newer_version_is_told(opened, home, monkeypatch):
    with Library(home) as library:
        library._database._connection.execute("PRAGMA user_version = 99")
    monkeypatch.setattr(program, "make_application", lambda: None)
    monkeypatch.setattr(program, "log_qt_messages", lambda: None)
    with pytest.raises(UserError) as caught:
        opened()
    assert caught.value.code is ErrorCode.LIBRARY_NEWER


@pytest.mark.warns
def test_an_unexpected_error_is_put_into_words(opened, monkeypatch, home):
    failing(monkeypatch, ZeroDivisionError("by the gull"))
    with pytest.raises(UserError) as caught:
        opened()
    assert caught.value.code is ErrorCode.INTERNAL
    assert "by the gull" in caught.value.details
    assert str(home.logs) in caught.value.advice


def test_a_missing_module_is_named(opened, monkeypatch):
    failing(monkeypatch, ModuleNotFoundError("No module named 'gull'", name="gull"))
    with pytest.raises(UserError) as caught:
        opened()
    assert caught.value.code is ErrorCode.NOT_INSTALLED_WHOLE


@pytest.mark.warns
def test_a_data_folder_that_is_a_file_is_told(opened, home):
    home.root.rmdir()
    home.root.touch()
    with pytest.raises((UserError, OSError)):
        opened()


@pytest.mark.parametrize(("platform", "dialogs"), [("xcb", 1), ("offscreen", 0)])
def test_it_is_shown_where_somebody_can_see_it(qapp, home, monkeypatch, platform, dialogs):
    shown = []
    monkeypatch.setattr(IncidentDialog, "exec", lambda dialog: shown.append(dialog))
    monkeypatch.setattr(start.QApplication, "platformName", lambda: platform)
    start.show_failure(home, UserError(ErrorCode.LIBRARY_NEWER))
    assert len(shown) == dialogs


def test_qt_has_its_say_in_the_log(qapp, caplog, capsys):
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from huggingtweets_gui.window.qt_messages import _log_message

    with caplog.at_level(logging.INFO, logger="qt"):
        _log_message(QtMsgType.QtWarningMsg, QMessageLogContext(), "a gull is missing")
    assert "a gull is missing" in caplog.text
    assert capsys.readouterr().err == ""
    _log_message(QtMsgType.QtFatalMsg, QMessageLogContext(), "no gull at all")
    assert "no gull at all" in capsys.readouterr().err
