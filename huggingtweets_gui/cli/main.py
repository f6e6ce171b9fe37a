"""Runs a command: what it raises becomes one line on standard error and an exit status."""

import argparse
import contextlib
import logging
import os
import sys
from collections.abc import Callable

from huggingtweets_gui.cli.opening import is_for_window, opening_of, window_parser, with_command
from huggingtweets_gui.cli.show import tell
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.log import start_log
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.opening import Opening

DONE, FAILED, CANCELLED = 0, 1, 130

# Their details are what the engine has written there, whatever that quotes.
_TOLD_BY_ENGINE = (ErrorCode.ENGINE_DIED, ErrorCode.ENGINE_FAILED)

_log = logging.getLogger(__name__)


def run(arguments: list[str], open_window: Callable[[Home, Opening], int]) -> int:
    """Run the command line.

    Args:
        arguments: without the program's name.
        open_window: called where the window is wanted; returns the exit status.

    Returns:
        The exit status: 0 done, 1 failed, 2 wrong arguments, 130 cancelled.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Tweets hold emoji, and Windows' consoles still default to old code pages.
            stream.reconfigure(encoding="utf-8", errors="replace")
    parsed = _parsed(with_command(arguments))
    home = Home.locate(parsed.data_dir)
    try:
        command: Callable[[argparse.Namespace, Home], int] | None = parsed.command
        if command is None:
            return open_window(home, opening_of(parsed))  # It has a log of its own.
        start_log(home.logs / "huggingtweets.log")
        return command(parsed, home)
    except UserError as error:
        # Not its sentence, which may name an author.
        details = "see engine.log" if error.code in _TOLD_BY_ENGINE else error.details
        _log.warning("%s: %s", error.code, details)
        tell(f"huggingtweets: {error}")
        return FAILED
    except (KeyboardInterrupt, Cancelled):
        tell("huggingtweets: cancelled")
        return CANCELLED
    except BrokenPipeError:
        # The reader, such as "head", has seen enough. Keep Python from complaining at its end.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        _log.exception("unexpected")
        told = UserError(ErrorCode.INTERNAL, details=repr(error), log=home.logs / "huggingtweets.log")
        tell(f"huggingtweets: {told}")
        return FAILED


def _parsed(arguments: list[str]) -> argparse.Namespace:
    if is_for_window(arguments):
        return window_parser().parse_args(arguments)
    # Only here, because all that the commands use takes longer to load than Qt.
    from huggingtweets_gui.cli.arguments import parser

    return parser().parse_args(arguments)
