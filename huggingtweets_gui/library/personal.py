"""What in a data folder names or quotes people, read so that it can be kept out of a report."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huggingtweets_gui.library.paths import Home

_NAMES = ("SELECT handle, name FROM authors",)
_TEXTS = (
    "SELECT text FROM tweets",
    "SELECT note_text FROM tweets WHERE note_text IS NOT NULL",
    "SELECT text FROM samples",
    "SELECT prompt FROM samples",
)


@dataclass(frozen=True)
class PersonalData:
    """What is to be kept out.

    Attributes:
        names: handles and names of authors, names of bots and of their folders.
        unread: the files that could not be read to their end, whose names and texts may be missing.
    """

    home: Home
    names: frozenset[str]
    unread: tuple[Path, ...]

    def texts(self) -> Iterator[str]:
        """Give all tweets and samples; those of a backup only where the library cannot be read to its end."""
        for path in _libraries(self.home):
            with contextlib.suppress(sqlite3.Error):
                for (text,) in _rows(path, _TEXTS):
                    yield text
                return


def read_personal(home: Home) -> PersonalData:
    """Read all names in a data folder. Nothing in it is changed, and nothing that is damaged stops it."""
    names: set[str] = set()
    unread = []
    for path in _libraries(home):
        try:
            for row in _rows(path, _NAMES):
                names.update(row)
        except sqlite3.Error:
            unread.append(path)
    for record in home.bots.glob("*/run.json"):
        names.add(record.parent.name)
        try:
            names.update(_names_of_bot(json.loads(record.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError, KeyError):
            unread.append(record)
    return PersonalData(home, frozenset(filter(None, names)), tuple(unread))


def _libraries(home: Home) -> list[Path]:
    """Return the library and its copies: where one is damaged, another may know the names."""
    return [path for path in (home.database, *sorted(home.backups.glob("*.db"))) if path.exists()]


def _rows(path: Path, queries: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    # Not through Database, which refuses a damaged library and one of a newer version.
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        for query in queries:
            yield from connection.execute(query)


def _names_of_bot(record: dict[str, Any]) -> Iterator[str]:
    yield record["name"]
    for author in record["authors"]:
        yield from (author["handle"], author["name"])
