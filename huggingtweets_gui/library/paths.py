"""Where everything is kept: one folder of the user's data directory, and the logs where they belong.

There is no cache: what is downloaded, such as a base model, was asked for by name, and is not to be lost
when a system makes room.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs

ENVIRONMENT_VARIABLE = "HUGGINGTWEETS_HOME"

_NAME = "HuggingTweets"
_ASIDE = "library-damaged"


@dataclass(frozen=True)
class Home:
    """The data folder and the places in it. Nothing is created by looking."""

    root: Path

    @classmethod
    def locate(cls, chosen: Path | None = None) -> "Home":
        """Return ``chosen``, else what the environment names, else the platform's usual place."""
        named = os.environ.get(ENVIRONMENT_VARIABLE)
        if chosen is None and named:
            chosen = Path(named)
        return cls(chosen.absolute() if chosen else _usual_root())

    @property
    def database(self) -> Path:
        """The SQLite library."""
        return self.root / "library.db"

    @property
    def backups(self) -> Path:
        """The folder of the library's backups."""
        return self.root / "backups"

    def name_aside(self, now: datetime) -> Path:
        """Return where a damaged library is put."""
        return self.root / f"{_ASIDE}-{now:%Y%m%d-%H%M%S}.db"

    def put_aside(self) -> list[Path]:
        """Return the damaged libraries that were put aside, and what belongs to them."""
        return list(self.root.glob(f"{_ASIDE}-*"))

    @property
    def settings(self) -> Path:
        """The settings, as JSON."""
        return self.root / "settings.json"

    @property
    def window_lock(self) -> Path:
        """The file that is locked by the process whose window is open on this folder."""
        return self.root / "window.lock"

    @property
    def bots(self) -> Path:
        """The folder with a folder for each bot."""
        return self.root / "bots"

    @property
    def bases(self) -> Path:
        """The folder with a folder for each base model."""
        return self.root / "bases"

    @property
    def gpu_packs(self) -> Path:
        """The folder with PyTorch's builds for GPUs."""
        return self.root / "gpu_packs"

    @property
    def logs(self) -> Path:
        """The folder of the log files: the platform's, or one in a data folder that was chosen."""
        if self.root == _usual_root():
            return platformdirs.user_log_path(_NAME, appauthor=False)
        return self.root / "logs"


def _usual_root() -> Path:
    return platformdirs.user_data_path(_NAME, appauthor=False).absolute()
