"""Copying a bot for others: its model and card, and none of the tweets it learned from."""

import shutil
from pathlib import Path

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError


def export_bot(layout: BotLayout, folder: Path) -> None:
    """Copy the model, the card and its pictures to ``folder``, whole or not at all.

    Raises:
        UserError: BOT_UNREADABLE where there is no model, FOLDER_NOT_EMPTY, NO_ROOM, NOT_PERMITTED.
    """
    if not layout.model.is_dir():
        raise UserError(ErrorCode.BOT_UNREADABLE, name=layout.folder)
    try:
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            raise UserError(ErrorCode.FOLDER_NOT_EMPTY, name=folder)
        with atomic.replacing_folder(folder.absolute()) as temporary:
            shutil.copytree(layout.model, temporary / layout.model.name)
            for path in (layout.card, layout.diagram, *layout.avatars()):
                if path.is_file():
                    shutil.copyfile(path, temporary / path.name)
    except OSError as error:
        raise UserError.of_file(error, folder) from error
