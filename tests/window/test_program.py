"""Around the window there are no silent failures."""

import sys

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.window import crash
from huggingtweets_gui.window.crash import install_exception_dialog


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
