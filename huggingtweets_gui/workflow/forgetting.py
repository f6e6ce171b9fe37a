"""Forgetting an author: no tweet of theirs stays on this computer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.backups import Backups
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.publishing.model_card import write_card
from huggingtweets_gui.tweets.dataset import read_dataset, write_dataset


def bots_of(library: Library, handle: str) -> list[Bot]:
    """Return the bots that learned from this author."""
    return [
        bot
        for bot in library.bots.all()
        if any(author.handle.casefold() == handle.casefold() for author in bot.record.authors)
    ]


def forget_author(library: Library, handle: str) -> None:
    """Delete an author, and all tweets, from the library and from the bots' folders.

    A bot that is ready goes on writing, but no longer sees what it copies of this author. An
    interrupted training cannot go on without its tweets, so it is deleted.

    Raises:
        UserError: UNKNOWN_AUTHOR; BOT_BUSY where one of the bots is in training; NO_ROOM, NOT_PERMITTED,
            LIBRARY_BUSY.
    """
    author = library.tweets.author(handle)
    for bot in bots_of(library, author.handle):
        if bot.ready:
            with _in_words(bot.folder):
                if _strip(bot.layout, author.handle):
                    write_card(bot.layout, bot.record)
        else:
            library.bots.delete(bot)
    with _in_words(library.home.bots):
        # Whose bots these were, only their tweets tell.
        for layout in library.bots.unreadable():
            _strip(layout, author.handle)
    # No tweet can be taken out of a backup: the next one is made without.
    with Backups(library.home).dropped():
        library.tweets.forget(author.handle)


def _strip(layout: BotLayout, handle: str) -> bool:
    """Remove an author from a bot's folder; return whether there was an avatar, which the card shows."""
    atomic.drop_leftovers(layout.dataset)
    if layout.dataset.is_file():
        try:
            entries = read_dataset(layout.dataset)
        except UserError:
            entries = []  # What is in a damaged file cannot be told apart, so all of it goes.
        others = [entry for entry in entries if entry.author.casefold() != handle.casefold()]
        write_dataset(layout.dataset, others)
    avatar = layout.avatar(handle)
    if avatar is not None:
        avatar.unlink()
    return avatar is not None


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError.of_file(error, folder) from error
