"""What the window cannot say is said in a dialog of the system's, where there is one."""

import json
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.native_dialog import tell_natively

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a stand-in for Linux's dialogs")

_DIALOG = f"""#!{sys.executable}
import json, os, sys
path = os.environ["SHOWN"]
json.dump(sys.argv[1:], open(path, "w"))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SHOWN", str(tmp_path / "shown.json"))
    return tmp_path


def add_program(folder: Path, name: str) -> None:
    (folder / name).write_text(_DIALOG, encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize("program", ["zenity", "kdialog", "xmessage"])
def test_the_text_reaches_the_dialog_there_is(folder: Path, program: str) -> None:
    add_program(folder, program)
    tell_natively("HuggingTweets", "No <screen> & no gulls.")
    arguments = json.loads((folder / "shown.json").read_text(encoding="utf-8"))
    assert arguments[-1] == "No <screen> & no gulls."
    assert "HuggingTweets" in arguments


def test_without_any_nothing_happens(folder: Path) -> None:
    tell_natively("HuggingTweets", "No gulls.")
    assert list(folder.iterdir()) == []
