"""Giving a bot another name, on its card too."""

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.bot_store import Bot, read_bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.publishing.model_card import write_card


def rename_bot(library: Library, bot: Bot, name: str) -> Bot:
    """Rename a bot and return it as it is now.

    Raises:
        UserError: NAME_INVALID, BOT_UNREADABLE, NO_ROOM, NOT_PERMITTED.
    """
    # Read anew: its training may have ended since it was listed.
    renamed = library.bots.rename(read_bot(bot.folder), name)
    if renamed.ready:
        try:
            write_card(renamed.layout, renamed.record)
        except OSError as error:
            raise UserError.of_file(error, renamed.layout.card) from error
    return renamed
