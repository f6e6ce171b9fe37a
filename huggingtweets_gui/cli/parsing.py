"""What every command line has, whatever its command."""

import argparse
from pathlib import Path
from typing import TypeAlias

from huggingtweets_gui import __version__
from huggingtweets_gui.workflow.opening import Wish

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def top_parser() -> tuple[argparse.ArgumentParser, Commands]:
    """Return the parser of the program's own options, and the commands, of which there are none yet."""
    top = argparse.ArgumentParser(
        prog="huggingtweets",
        description="Make a small language model that writes like you. Without a command: the window,"
        " which reads the files that are named.",
        usage="%(prog)s [-h] [--version] [--data-dir DIR] [FILE … | COMMAND …]",
        epilog="Exit status: 0 done, 1 failed, 2 wrong arguments, 130 cancelled.",
    )
    top.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    top.add_argument("--data-dir", type=Path, metavar="DIR", help="where everything is kept")
    top.set_defaults(command=None, wish=Wish.WINDOW, file=[])
    return top, top.add_subparsers(title="commands", metavar="COMMAND", prog=top.prog)


def sentence(words: str) -> str:
    """Return words as a sentence; all but its first letter stay as they are, as in "NVIDIA"."""
    return f"{words[0].upper()}{words[1:]}."


def add_command(commands: Commands, name: str, function: object, help_text: str) -> argparse.ArgumentParser:
    """Add a command, and return its parser; parsed, its ``command`` is ``function``."""
    command = commands.add_parser(name, help=help_text, description=sentence(help_text))
    command.set_defaults(command=function)
    # Also after the command, where people put it; left unset there it must not undo the one before.
    command.add_argument("--data-dir", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return command
