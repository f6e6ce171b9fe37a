"""The window, opened from the command line."""

import os
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.opening import Opening, Wish
from tests.cli.conftest import Command


class Window:
    """Notes how it is opened."""

    def __init__(self) -> None:
        self.opened: list[tuple[Home, Opening]] = []

    def __call__(self, home: Home, opening: Opening) -> int:
        self.opened.append((home, opening))
        return 7


@pytest.fixture
def window() -> Window:
    return Window()


def test_without_a_command_the_window_opens(huggingtweets: Command, home: Home, window: Window) -> None:
    assert huggingtweets(open_window=window).status == 7
    assert window.opened == [(home, Opening())]


def test_named_files_are_opened_in_the_window(
    huggingtweets: Command, home: Home, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the folder where it is started, also behind an option."""
    monkeypatch.chdir(tmp_path)
    names = ["my tweets 🌊.zip", str(Path("deep", "archive")), str(tmp_path / "other.zip")]
    files = (tmp_path / names[0], tmp_path / "deep" / "archive", tmp_path / "other.zip")
    for before in ([], ["open"], ["--data-dir", str(home.root)], [f"--data-dir={home.root}"]):
        assert huggingtweets(*before, *names, open_window=window).status == 7
    assert window.opened == [(home, Opening(Wish.WINDOW, files))] * 4


def test_the_address_of_a_file_is_understood(huggingtweets: Command, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "50% of #1 🌊.zip"
    huggingtweets(path.as_uri(), open_window=window)
    assert window.opened[0][1].files == (path,)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_name_that_is_no_utf8_is_kept(huggingtweets: Command, window: Window, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xf6we.zip"))
    huggingtweets("open", path, path.as_uri(), open_window=window)
    assert window.opened[0][1].files == (path, path)


@pytest.mark.parametrize(("option", "wish"), [("--new-bot", Wish.NEW_BOT), ("--choose", Wish.CHOOSE_FILES)])
def test_the_actions_of_the_desktop(huggingtweets: Command, window: Window, option: str, wish: Wish) -> None:
    huggingtweets("open", option, open_window=window)
    assert window.opened[0][1] == Opening(wish)


def test_what_is_neither_file_nor_command_is_told(huggingtweets: Command) -> None:
    ran = huggingtweets("paint")
    assert (ran.status, ran.out) == (2, "")
    assert "invalid choice: 'paint'" in ran.err
