"""The parts around the window: one for each data folder, and no silent failures."""

import sys

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.window import crash
from huggingtweets_gui.window.crash import install_exception_dialog
from huggingtweets_gui.window.single_instance import Doorkeeper, hand_over


def test_a_second_start_hands_its_files_over(qapp, qtbot, home, tmp_path):
    assert not hand_over(home, [])
    doorkeeper = Doorkeeper(home)
    with qtbot.waitSignal(doorkeeper.brought) as brought, qtbot.waitSignal(doorkeeper.visited):
        assert hand_over(home, [tmp_path / "gulls 🌊.zip"])
    assert brought.args == [[tmp_path / "gulls 🌊.zip"]]


def test_another_data_folder_has_a_window_of_its_own(qapp, home, tmp_path):
    doorkeeper = Doorkeeper(home)
    assert doorkeeper
    assert not hand_over(Home(tmp_path / "other"), [])


@pytest.fixture
def told(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(crash.threading, "excepthook", crash.threading.excepthook)
    told = []
    monkeypatch.setattr(crash, "tell_error", lambda parent, *words: told.append(words))
    install_exception_dialog(tmp_path)
    return told


@pytest.mark.warns
def test_an_error_that_nobody_caught_is_told_with_its_details(told, tmp_path):
    error = ZeroDivisionError("by the gull")
    sys.excepthook(type(error), error, None)
    [(sentence, advice, details)] = told
    assert sentence == "Something unexpected went wrong."
    assert str(tmp_path) in advice
    assert "by the gull" in details


@pytest.mark.warns
def test_an_error_with_words_of_its_own_keeps_them(told):
    error = UserError(ErrorCode.LIBRARY_NEWER)
    sys.excepthook(type(error), error, None)
    assert told[0][0] == error.sentence
