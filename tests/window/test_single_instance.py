"""One window for each data folder, held by real processes."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QMainWindow

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.window import doorkeeper as doorkeeping
from huggingtweets_gui.window.activation import come_forward
from huggingtweets_gui.window.application import Application
from huggingtweets_gui.window.doorkeeper import Doorkeeper, _address
from huggingtweets_gui.window.single_instance import claim_window
from huggingtweets_gui.workflow.opening import ACTIVATION_TOKEN, Opening, Wish
from tests.archives import ACCOUNT, invented_tweets, official_zip

_PROGRAM = Path(__file__).with_name("program_without_torch.py")
AN_HOUR_AGO = time.time() - 3600
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def knock(home: Home) -> Iterator[Callable[[bytes], QLocalSocket]]:
    """Connect to the window of ``home`` and send it a line."""
    socket = QLocalSocket()

    def send(line: bytes) -> QLocalSocket:
        socket.connectToServer(_address(home))
        assert socket.waitForConnected()
        socket.write(line)
        return socket

    yield send
    socket.abort()


def test_a_later_start_is_answered_by_the_window(qapp, qtbot, home, knock, tmp_path):
    doorkeeper = Doorkeeper(home)
    opening = Opening(Wish.NEW_BOT, (tmp_path / "gulls 🌊.zip", tmp_path / "m\udcf6we.zip"), "token")
    with qtbot.waitSignal(doorkeeper.asked) as asked:
        socket = knock(opening.encode())
    assert asked.args == [opening]
    qtbot.waitUntil(socket.canReadLine)
    assert socket.readLine() == b"taken\n"


def test_another_data_folder_has_a_window_of_its_own(home, tmp_path):
    here, there = claim_window(home, Opening()), claim_window(Home(tmp_path / "other"), Opening())
    assert here is not None
    assert there is not None
    here.unlock()
    there.unlock()


@pytest.mark.parametrize("listens", [False, True], ids=["not yet open", "hanging"])
def test_a_window_that_does_not_answer_is_told(qapp, home, monkeypatch, listens):
    monkeypatch.setattr(doorkeeping, "_ANSWER_MILLISECONDS", 50)
    place = claim_window(home, Opening())
    # It would answer in this thread, which is waiting.
    doorkeeper = Doorkeeper(home) if listens else None
    with pytest.raises(UserError) as told:
        claim_window(home, Opening(), patience=60 if doorkeeper else 0)
    assert told.value.code is ErrorCode.WINDOW_SILENT
    place.unlock()


def test_a_window_that_is_open_for_long_keeps_its_place(qapp, home):
    place = claim_window(home, Opening())
    os.utime(home.window_lock, (AN_HOUR_AGO, AN_HOUR_AGO))
    with pytest.raises(UserError) as told:
        claim_window(home, Opening(), patience=0)
    assert told.value.code is ErrorCode.WINDOW_SILENT
    place.unlock()


@pytest.mark.parametrize("left", ["", "1\nsystemd\n", f"{os.getpid()}\n"], ids=["empty", "another's", "ours"])
def test_what_a_power_cut_has_left_holds_nothing(home, left):
    home.root.mkdir(parents=True, exist_ok=True)
    home.window_lock.write_text(left, encoding="utf-8")
    os.utime(home.window_lock, (AN_HOUR_AGO, AN_HOUR_AGO))
    place = claim_window(home, Opening(), patience=0)
    assert place is not None
    place.unlock()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that is refused")
def test_a_folder_that_is_not_ours_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(UserError) as told:
        claim_window(Home(tmp_path / "home"), Opening())
    assert told.value.code is ErrorCode.NOT_PERMITTED


@pytest.mark.warns
def test_what_is_not_understood_does_no_harm(qapp, qtbot, home, knock):
    doorkeeper = Doorkeeper(home)
    socket = knock(b"fly away\n")
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    assert doorkeeper


def test_a_window_comes_forward_as_large_as_it_was(qtbot, monkeypatch):
    monkeypatch.setenv(ACTIVATION_TOKEN, "")
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowMaximized | Qt.WindowState.WindowMinimized)
    come_forward(window, "from-the-desktop")
    assert window.isVisible()
    assert window.windowState() & Qt.WindowState.WindowMaximized
    assert not window.isMinimized()
    # Read, and then removed, by Qt under Wayland.
    assert os.environ[ACTIVATION_TOKEN] == "from-the-desktop"


def test_macos_sends_files_as_events(qapp, tmp_path):
    class Listener:
        asked = Mock()

    path = tmp_path / "my tweets 🌊.zip"
    Application.event(Listener, QFileOpenEvent(QUrl.fromLocalFile(str(path))))
    Listener.asked.emit.assert_called_once_with(Opening(files=(path,)))


@pytest.fixture
def start(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start the program with arguments, in a folder."""
    processes = []

    def start(*arguments: str | bytes, folder: Path | None = None) -> "subprocess.Popen[str]":
        process = subprocess.Popen([sys.executable, _PROGRAM, *arguments], cwd=folder, text=True)
        processes.append(process)
        return process

    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    yield start
    for process in processes:
        process.kill()
        process.wait()


def last_standing(qtbot: object, processes: "list[subprocess.Popen[str]]") -> "subprocess.Popen[str]":
    """Wait until one process is left, the others having ended well, and return it."""
    qtbot.waitUntil(lambda: sum(one.poll() is None for one in processes) == 1, timeout=60_000)
    [left] = [one for one in processes if one.poll() is None]
    assert {one.poll() for one in processes} == {0, None}
    return left


def test_of_many_first_starts_one_opens_a_window_also_after_a_kill(start: Start, qtbot: object) -> None:
    first = last_standing(qtbot, [start() for _ in range(3)])
    first.kill()
    first.wait()
    assert last_standing(qtbot, [start() for _ in range(2)])


def test_one_window_reads_the_files_of_all_starts(
    start: Start, qtbot: object, library: Library, tmp_path: Path
) -> None:
    """Named from their folder, from elsewhere by their address, and with bytes that are no UTF-8."""
    spaced, addressed, odd = "two words 🌊.zip", "addressed #1.zip", os.fsdecode(b"m\xf6we.zip")
    names = [spaced, addressed, odd if sys.platform == "linux" else "plain.zip"]
    for number, name in enumerate(names):
        account = {**ACCOUNT, "username": f"gull_{number}", "accountId": str(number + 1)}
        official_zip(tmp_path / name, invented_tweets(5), account=account)
    processes = [
        start(names[0], folder=tmp_path),
        start((tmp_path / names[1]).as_uri()),
        start("open", names[2], folder=tmp_path),
    ]
    last_standing(qtbot, processes)

    def handles() -> list[str]:
        return sorted(one.author.handle for one in library.tweets.authors())

    qtbot.waitUntil(lambda: handles() == ["gull_0", "gull_1", "gull_2"], timeout=60_000)
