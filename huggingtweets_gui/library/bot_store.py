"""The bots on this computer: each is a folder; the library remembers which folders."""

import re
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BotRecord, read_record, write_record

_LONGEST_NAME = 80


@dataclass(frozen=True)
class Bot:
    """A bot: where it is, and its record."""

    layout: BotLayout
    record: BotRecord

    @property
    def folder(self) -> Path:
        """The bot's folder."""
        return self.layout.folder

    @property
    def ready(self) -> bool:
        """Whether it can write."""
        return self.record.result is not None

    @property
    def resumable_step(self) -> int | None:
        """The step at which its interrupted training goes on, or None where none was interrupted."""
        steps = self.layout.checkpoint_steps()
        return steps[0] if steps and not self.ready else None

    def disk_used(self) -> int:
        """Return the bytes that its folder takes."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


class BotStore:
    """Finds, adds, renames and deletes bots.

    Args:
        connection: the library's database.
        folder: where bots are put unless the user names another place.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def new_folder(self, handles: Iterable[str]) -> Path:
        """Return a folder that does not exist yet, named after the authors."""
        stem = "-".join(re.sub(r"\W", "_", handle) for handle in handles)
        candidates = (self._folder / (stem if n == 1 else f"{stem}-{n}") for n in range(1, 100_000))
        return next(path for path in candidates if not path.exists())

    def add(self, folder: Path, record: BotRecord) -> Bot:
        """Write the record into the folder and remember the bot."""
        bot = Bot(BotLayout(folder.absolute()), record)
        write_record(bot.layout.record, record)
        with self._connection as connection:
            connection.execute("INSERT OR IGNORE INTO bots (folder) VALUES (?)", (str(bot.folder),))
        return bot

    def update(self, bot: Bot, record: BotRecord) -> Bot:
        """Write a changed record and return the bot with it."""
        write_record(bot.layout.record, record)
        return replace(bot, record=record)

    def all(self) -> list[Bot]:
        """Return the bots whose folders can be read, newest first."""
        bots = []
        for (folder,) in self._connection.execute("SELECT folder FROM bots").fetchall():
            try:
                bots.append(read_bot(Path(folder)))
            except UserError:
                continue  # Moved, or on a disk that is not plugged in: it may come back.
        return sorted(bots, key=lambda bot: bot.record.created, reverse=True)

    def find(self, name: str) -> Bot:
        """Return the bot with this folder, or else the newest one with this name, folder name or handle.

        Raises:
            UserError: UNKNOWN_BOT.
        """
        if BotLayout(Path(name)).record.is_file():
            return read_bot(Path(name))
        wanted = name.removeprefix("@").casefold()
        for bot in self.all():
            handles = [author.handle for author in bot.record.authors]
            known = [bot.record.name, bot.folder.name, *(handles if len(handles) == 1 else [])]
            if wanted in map(str.casefold, known):
                return bot
        raise UserError(ErrorCode.UNKNOWN_BOT, name=name)

    def rename(self, bot: Bot, name: str) -> Bot:
        """Give the bot another name; its folder stays.

        Raises:
            UserError: NAME_INVALID.
        """
        name = " ".join(name.split())
        if not 1 <= len(name) <= _LONGEST_NAME:
            raise UserError(ErrorCode.NAME_INVALID, name=name)
        return self.update(bot, replace(bot.record, name=name))

    def delete(self, bot: Bot) -> None:
        """Delete the bot's folder and its kept samples."""
        # The record goes first: a deletion cut off in the middle leaves no bot that looks whole.
        bot.layout.record.unlink(missing_ok=True)
        shutil.rmtree(bot.folder, ignore_errors=True)
        with self._connection as connection:
            connection.execute("DELETE FROM bots WHERE folder = ?", (str(bot.folder),))


def read_bot(folder: Path) -> Bot:
    """Return the bot in a folder, known to the library or not.

    Raises:
        UserError: BOT_UNREADABLE.
    """
    layout = BotLayout(folder.absolute())
    return Bot(layout, read_record(layout.record))
