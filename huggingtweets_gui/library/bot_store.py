"""The bots on this computer: each is a folder; the library remembers which folders."""

import itertools
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BotRecord, read_record, write_record
from huggingtweets_gui.library.database import Database

_LONGEST_NAME = 80
# Handles, but on Windows devices: no folder can be called so.
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}


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

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep all others from training or deleting the bot meanwhile.

        Raises:
            UserError: BOT_BUSY, NO_ROOM, NOT_PERMITTED.
        """
        # Loaded when first needed, so that the window is painted sooner.
        from filelock import FileLock, Timeout

        lock = FileLock(self.layout.lock)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise UserError(ErrorCode.BOT_BUSY, name=self.record.name) from error
        except OSError as error:
            raise UserError.of_file(error, self.folder) from error
        try:
            yield
        finally:
            lock.release()


class BotStore:
    """Finds, adds, renames and deletes bots.

    Args:
        database: the library's.
        folder: where bots are put unless the user names another place.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def new_folder(self, handles: Iterable[str]) -> Path:
        """Return a folder that no bot has or had, named after the authors."""
        stem = "-".join(re.sub(r"\W", "_", handle) for handle in handles)
        if stem.casefold() in _DEVICES:
            stem = f"@{stem}"
        candidates = (self._folder / (stem if n == 1 else f"{stem}-{n}") for n in itertools.count(1))
        # A bot whose folder is away for now keeps its place, and its kept samples.
        known = {folder for (folder,) in self._database.rows("SELECT folder FROM bots")}
        return next(path for path in candidates if not path.exists() and str(path) not in known)

    def add(self, folder: Path, record: BotRecord) -> Bot:
        """Write the record into the folder and remember the bot."""
        bot = Bot(BotLayout(folder.absolute()), record)
        write_record(bot.layout.record, record)
        with self._database.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO bots (folder) VALUES (?)", (str(bot.folder),))
        return bot

    def take_in(self) -> None:
        """Remember the bots in the usual place that the library does not know, such as an empty one."""
        with self._database.writing() as connection:
            for folder in sorted(self._folder.glob("*")):
                with suppress(UserError):
                    bot = read_bot(folder)
                    connection.execute("INSERT OR IGNORE INTO bots (folder) VALUES (?)", (str(bot.folder),))

    def update(self, bot: Bot, record: BotRecord) -> Bot:
        """Write a changed record and return the bot with it."""
        write_record(bot.layout.record, record)
        return replace(bot, record=record)

    def all(self) -> list[Bot]:
        """Return the bots whose folders can be read, newest first."""
        bots = []
        for (folder,) in self._database.rows("SELECT folder FROM bots"):
            try:
                bots.append(read_bot(Path(folder)))
            except UserError:
                continue  # Moved, or on a disk that is not plugged in: it may come back.
        return sorted(bots, key=lambda bot: bot.record.created, reverse=True)

    def unreadable(self) -> list[BotLayout]:
        """Return the folders of bots whose record is missing or damaged, as far as they can be reached."""
        known = {Path(folder) for (folder,) in self._database.rows("SELECT folder FROM bots")}
        # One that was cut off before its record was written is known to nobody.
        beside = self._folder.iterdir() if self._folder.is_dir() else ()
        readable = {bot.folder for bot in self.all()}
        return [BotLayout(path) for path in sorted(known.union(beside) - readable) if path.is_dir()]

    def find(self, name: str) -> Bot:
        """Return the bot with this folder, or else the newest one with this name, folder name or handle.

        Raises:
            UserError: UNKNOWN_BOT, BOT_UNREADABLE.
        """
        for bot in self.matching(name):
            return bot
        raise UserError(ErrorCode.UNKNOWN_BOT, name=name)

    def matching(self, name: str) -> list[Bot]:
        """Return the bot with this folder, or else all with this name, folder name or handle, newest first.

        Raises:
            UserError: BOT_UNREADABLE.
        """
        with suppress(OSError):  # The name may be too long for a path.
            if BotLayout(Path(name)).record.is_file():
                return [read_bot(Path(name))]
        wanted = name.removeprefix("@").casefold()
        return [bot for bot in self.all() if wanted in map(str.casefold, _names(bot))]

    def rename(self, bot: Bot, name: str) -> Bot:
        """Give the bot another name; its folder stays.

        Raises:
            UserError: NAME_INVALID, NO_ROOM, NOT_PERMITTED.
        """
        name = " ".join(name.split())
        if not 1 <= len(name) <= _LONGEST_NAME:
            raise UserError(ErrorCode.NAME_INVALID, name=name)
        return self.update(bot, replace(bot.record, name=name))

    def delete(self, bot: Bot) -> None:
        """Delete a bot and its kept samples; files that others put into its folder stay there.

        Raises:
            UserError: BOT_BUSY; NOT_PERMITTED where something of it could not be deleted.
        """
        try:
            with bot.held():
                # The record goes first: a deletion cut off in the middle leaves no bot that looks whole.
                bot.layout.record.unlink(missing_ok=True)
            with self._database.writing() as connection:
                connection.execute("DELETE FROM bots WHERE folder = ?", (str(bot.folder),))
            # One that another program holds open shall not save the tweets beside it.
            failures = [error for path in bot.layout.contents() if (error := _remove(path))]
            if failures:
                raise failures[0]
            if not any(bot.folder.iterdir()):
                bot.folder.rmdir()
        except OSError as error:
            raise UserError.of_file(error, bot.folder) from error


def _names(bot: Bot) -> list[str]:
    handles = [author.handle for author in bot.record.authors]
    return [bot.record.name, bot.folder.name, *(handles if len(handles) == 1 else [])]


def _remove(path: Path) -> OSError | None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        return error
    return None


def read_bot(folder: Path) -> Bot:
    """Return the bot in a folder, known to the library or not.

    Raises:
        UserError: BOT_UNREADABLE.
    """
    layout = BotLayout(folder.absolute())
    return Bot(layout, read_record(layout.record))
