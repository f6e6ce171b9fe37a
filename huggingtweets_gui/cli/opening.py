"""Opening the window from the command line."""

import argparse
import os
from collections.abc import Sequence

from huggingtweets_gui.cli.parsing import Commands, add_command, top_parser
from huggingtweets_gui.foundation.file_urls import path_of
from huggingtweets_gui.workflow.opening import ACTIVATION_TOKEN, Opening, Wish

_COMMAND = "open"


def with_command(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the command that ``huggingtweets FILE…`` is short for.

    A file is known by a dot or a separator in its name, which no command has.
    """
    position = _place_of_command(arguments)
    first = arguments[position] if position < len(arguments) else ""
    if not first.startswith("-") and any(sign in first for sign in "./\\"):
        return [*arguments[:position], _COMMAND, *arguments[position:]]
    return list(arguments)


def is_for_window(arguments: list[str]) -> bool:
    """Return whether these arguments, with their command, ask for the window."""
    return arguments[_place_of_command(arguments) :][:1] in ([], [_COMMAND])


def window_parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments that ask for the window; it knows no other commands."""
    top, commands = top_parser()
    add_open(commands)
    return top


def add_open(commands: Commands) -> None:
    """Add the command that opens the window, with the files and what shall be seen."""
    command = add_command(commands, _COMMAND, None, "open the window, and read archives in it")
    command.add_argument("file", nargs="*", type=path_of, help="an archive: zip, folder or file of posts")
    wishes = command.add_mutually_exclusive_group()
    for option, wish, help_text in (
        ("--new-bot", Wish.NEW_BOT, "begin a new bot"),
        ("--choose", Wish.CHOOSE_FILES, "choose archives to import"),
    ):
        wishes.add_argument(option, dest="wish", action="store_const", const=wish, help=help_text)
    command.set_defaults(wish=Wish.WINDOW)


def opening_of(parsed: argparse.Namespace) -> Opening:
    """Return what the command line asks of the window; without a command nothing but itself."""
    return Opening(parsed.wish, tuple(parsed.file), os.environ.get(ACTIVATION_TOKEN, ""))


def _place_of_command(arguments: Sequence[str]) -> int:
    position = 0
    while position < len(arguments) and arguments[position].startswith("--data-dir"):
        position += 1 if "=" in arguments[position] else 2
    return position
