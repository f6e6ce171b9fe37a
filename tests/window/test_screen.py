"""A start without a screen, or without what Qt needs to reach it, says why and what to do."""

import os
import sys

import pytest

import huggingtweets_gui
from huggingtweets_gui import __main__, app
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.window import screen
from huggingtweets_gui.window.screen import import_failure, require_screen
from huggingtweets_gui.workflow.opening import Opening

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may lack a screen")

_MISSING = "libxcb-gull.so.0: cannot open shared object file: No such file or directory"


def refused(environment):
    with pytest.raises(UserError) as caught:
        require_screen(environment)
    return caught.value


@pytest.fixture
def no_cursor_library(monkeypatch):
    def load(name):
        raise OSError(_MISSING)

    monkeypatch.setattr(screen.ctypes, "CDLL", load)


def test_without_a_screen_the_command_line_is_offered():
    error = refused({})
    assert error.code is ErrorCode.NO_SCREEN
    assert "--help" in error.advice
    assert "QT_QPA_PLATFORM=offscreen" in error.advice


def test_other_screens_than_x11_are_left_to_qt():
    require_screen({"QT_QPA_PLATFORM": "offscreen"})
    require_screen({"WAYLAND_DISPLAY": "wayland-0"})


def test_a_screen_that_nobody_serves_is_named(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":9999")
    error = refused({"DISPLAY": ":9999"})
    assert error.code is ErrorCode.SCREEN_UNREACHABLE
    assert ":9999" in error.sentence


def test_the_missing_library_of_the_platform_plugin_is_named(no_cursor_library):
    error = refused({"DISPLAY": ":0"})
    assert error.code is ErrorCode.SYSTEM_LIBRARY_MISSING
    assert "libxcb-gull.so.0" in error.sentence
    assert "Install them" in error.advice


def test_an_import_that_lacks_a_library_or_a_module_is_told():
    lacks_library = import_failure(ImportError(_MISSING, name="PySide6.QtGui"), {})
    assert lacks_library.code is ErrorCode.SYSTEM_LIBRARY_MISSING
    assert "libxcb-gull.so.0" in lacks_library.sentence
    lacks_module = import_failure(ModuleNotFoundError("No module named 'gull'", name="gull"), {})
    assert lacks_module.code is ErrorCode.NOT_INSTALLED_WHOLE
    assert "“gull”" in lacks_module.sentence


def test_the_program_ends_with_that_sentence_and_leaves_no_crash_behind(home, monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delitem(os.environ, name, raising=False)
    shown = []
    monkeypatch.setattr(app, "tell_natively", lambda title, text: shown.append(text))
    assert app.run(home, Opening()) == 1
    assert "There is no screen here for the window." in capsys.readouterr().err
    assert "There is no screen" in shown[0]
    assert list(home.logs.iterdir()) == []


def test_a_program_without_one_of_its_modules_says_so(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(__main__, "tell_natively", lambda title, text: shown.append(text))
    monkeypatch.setitem(sys.modules, "huggingtweets_gui.cli", None)
    monkeypatch.delattr(huggingtweets_gui, "cli", raising=False)
    monkeypatch.setattr(sys, "argv", ["huggingtweets"])
    assert __main__.main() == 1
    assert "is not installed whole" in capsys.readouterr().err
    assert "is not installed whole" in shown[0]
    monkeypatch.setattr(sys, "argv", ["huggingtweets", "bots"])
    assert __main__.main() == 1
    assert len(shown) == 1
