"""What the program has kept, seen from outside without touching it."""

import json
import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from release_test.report import Failure
from release_test.root import HOME, Root

DATA = f"{HOME}/.local/share/HuggingTweets"


class Kept:
    """The user's data folder in a root."""

    def __init__(self, root: Root) -> None:
        self._root = root.path
        self._data = root.path / DATA.lstrip("/")

    def tweets(self, handle: str) -> int:
        """Return how many tweets of an author the library has."""
        return int(self._ask("SELECT count(*) FROM tweets WHERE author = ?", handle))

    def samples(self) -> int:
        """Return how many samples are kept."""
        return int(self._ask("SELECT count(*) FROM samples"))

    def bot(self) -> "KeptBot | None":
        """Return the only bot, or None while there is none."""
        folders = sorted((self._data / "bots").glob("*/run.json"))
        return KeptBot(folders[0].parent) if folders else None

    def only_bot(self) -> "KeptBot":
        """Return the only bot.

        Raises:
            Failure: there is none.
        """
        if (bot := self.bot()) is None:
            raise Failure("there is no bot in the data folder")
        return bot

    def _ask(self, question: str, *values: str) -> Any:
        """Ask a copy of the library: reading the one in use would leave files of ours beside it."""
        with tempfile.TemporaryDirectory() as folder:
            for name in ("library.db", "library.db-wal"):
                if (self._data / name).exists():
                    shutil.copy(self._data / name, folder)
            try:
                connection = sqlite3.connect(Path(folder, "library.db"))
                try:
                    return connection.execute(question, values).fetchone()[0]
                finally:
                    connection.close()
            except sqlite3.DatabaseError:
                return 0  # not there yet, or copied in the middle of a write: the next look will tell


@dataclass(frozen=True)
class KeptBot:
    """A bot in its folder."""

    folder: Path

    @property
    def steps(self) -> int:
        """The last step in its metrics; 0 before the first."""
        return max((event["step"] for event in self._metrics() if event["event"] == "step"), default=0)

    @property
    def first_step(self) -> str:
        """The first step in its metrics, with its speed and time: no two trainings have the same."""
        return next(repr(event) for event in self._metrics() if event["event"] == "step")

    @property
    def checkpoints(self) -> list[int]:
        """The steps that have a checkpoint, in order."""
        found = (self.folder / "checkpoints").glob("step-*")
        return sorted(int(path.name.removeprefix("step-")) for path in found)

    @property
    def trained(self) -> bool:
        """Whether its training has ended with a model."""
        record = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        return record["result"] is not None and (self.folder / "model").is_dir()

    @property
    def held(self) -> bool:
        """Whether a training holds its lock."""
        try:
            facts = (self.folder / ".lock").stat()
        except FileNotFoundError:
            return False
        # 1: FLOCK  ADVISORY  WRITE 1234 fd:00:5678 0 EOF
        file = f"{os.major(facts.st_dev):02x}:{os.minor(facts.st_dev):02x}:{facts.st_ino}"
        return any(file in line.split() for line in Path("/proc/locks").read_text().splitlines())

    def _metrics(self) -> list[dict[str, Any]]:
        try:
            lines = (self.folder / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in lines if line.endswith("}")]
