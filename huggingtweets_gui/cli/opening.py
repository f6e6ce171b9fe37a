"""Opening the window from the command line."""

import argparse
import os
from collections.abc import Sequence

from huggingtweets_gui.foundation.file_urls import path_of
from huggingtweets_gui.workflow.opening import ACTIVATION_TOKEN, Opening, Wish

COMMAND = "open"


def with_command(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the command that ``huggingtweets FILE…`` is short for.

    A file is known by a dot or a separator in its name, which no command has.
    """
    position = 0
    while position < len(arguments) and arguments[position].startswith("--data-dir"):
        position += 1 if "=" in arguments[position] else 2
    first = arguments[position] if position < len(arguments) else ""
    if not first.startswith("-") and any(sign in first for sign in "./\\"):
        return [*arguments[:position], COMMAND, *arguments[position:]]
    return list(arguments)


def add_wishes(command: argparse.ArgumentParser) -> None:
    """Let a command name files and what shall be seen."""
    command.add_argument("file", nargs="*", type=path_of, help="an archive: zip, folder or file of posts")
    wishes = command.add_mutually_exclusive_group()
    for option, wish, help_text in (
        ("--new-bot", Wish.NEW_BOT, "begin a new bot"),
        ("--choose", Wish.CHOOSE_FILES, "choose archives to import"),
    ):
        wishes.add_argument(option, dest="wish", action="store_const", const=wish, help=help_text)
    command.set_defaults(command=None, wish=Wish.WINDOW)


def opening_of(parsed: argparse.Namespace) -> Opening:
    """Return what the command line asks of the window; without a command nothing but itself."""
    return Opening(parsed.wish, tuple(parsed.file), os.environ.get(ACTIVATION_TOKEN, ""))
