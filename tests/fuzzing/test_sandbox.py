"""The guard around the parsers sees what they must not do, even where it is kept quiet."""

import socket
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

from tests.fuzzing.sandbox import Escaped, confined


def connect(_folder):
    with socket.socket() as one:
        one.connect(("127.0.0.1", 9))


FORBIDDEN = {
    "a file beside the folder": lambda folder: (folder.parent / "beside").write_text(
        "soup", encoding="utf-8"
    ),
    "a path that leads out": lambda folder: (folder / ".." / "beside").write_bytes(b"soup"),
    "a folder beside it": lambda folder: (folder.parent / "other").mkdir(),
    "a file taken in": lambda folder: (folder.parent / "sound").rename(folder / "sound"),
    "a file put out": lambda folder: (folder / "own").rename(folder.parent / "own"),
    "a connection": connect,
    "a program": lambda _folder: subprocess.run([sys.executable, "-V"], check=False),
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sound").write_text("soup", encoding="utf-8")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "own").write_text("soup", encoding="utf-8")
    return tmp_path / "inside"


@pytest.mark.parametrize("act", FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_leads_outside_is_stopped(folder, act):
    with pytest.raises(Escaped), confined(folder):
        act(folder)

    assert [path.name for path in folder.parent.iterdir() if path != folder] == ["sound"]


def test_what_another_thread_keeps_quiet_is_told(folder):
    def write():
        with suppress(Escaped):
            (folder.parent / "beside").write_text("soup", encoding="utf-8")

    thread = threading.Thread(target=write)
    with pytest.raises(Escaped), confined(folder):
        thread.start()
        thread.join()


def test_reading_and_writing_inside_are_allowed(folder):
    with confined(folder):
        text = (folder.parent / "sound").read_text(encoding="utf-8")
        (folder / "own").write_text(text, encoding="utf-8")
