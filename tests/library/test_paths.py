"""Where things are kept on each system."""

import subprocess
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.library.paths import ENVIRONMENT_VARIABLE, Home

_SYSTEMS = {
    "linux": (
        "platformdirs.unix.Unix",
        "/home/ada/.local/share/HuggingTweets",
        "/home/ada/.local/state/HuggingTweets/log",
    ),
    "macos": (
        "platformdirs.macos.MacOS",
        "/home/ada/Library/Application Support/HuggingTweets",
        "/home/ada/Library/Logs/HuggingTweets",
    ),
    "windows": (
        "platformdirs.windows.Windows",
        "/ada/AppData/Local/HuggingTweets",
        "/ada/AppData/Local/HuggingTweets/Logs",
    ),
}
_ASK = """
import importlib, sys
import platformdirs
from platformdirs import windows
windows.get_win_folder = windows.get_win_folder_from_env_vars  # else asked of Windows itself
module, name = sys.argv[1].rsplit(".", 1)
platformdirs.PlatformDirs = getattr(importlib.import_module(module), name)
from huggingtweets_gui.library.paths import Home
home = Home.locate()
print(home.root, home.logs, sep="\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks for the folders of systems with one root")
@pytest.mark.parametrize(("directories", "data", "logs"), _SYSTEMS.values(), ids=_SYSTEMS)
def test_data_and_logs_are_where_the_system_wants_them(directories: str, data: str, logs: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASK, directories],
        env={"HOME": "/home/ada", "LOCALAPPDATA": "/ada/AppData/Local"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [data, logs]


def test_a_chosen_folder_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "named"))
    for home in (Home.locate(), Home.locate(tmp_path / "chosen")):
        assert home.root.parent == tmp_path
        assert home.logs == home.root / "logs"


def test_looking_makes_no_folders(tmp_path: Path) -> None:
    home = Home.locate(tmp_path / "chosen")
    assert not home.logs.exists()
    assert not home.root.exists()
