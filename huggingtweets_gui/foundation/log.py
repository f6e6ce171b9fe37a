"""The log file: what happened, without the text of any tweet."""

import copy
import logging
import logging.handlers
import os
import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from huggingtweets_gui.foundation.errors import UserError

_LARGEST = 1_000_000  # bytes; then the file is put aside
_KEPT = 3
# What Python itself says in these is of code, types and numbers.
_TELLING = (
    ImportError,
    NameError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    RecursionError,
    UnicodeDecodeError,
    UnicodeEncodeError,
)


def start_log(path: Path) -> None:
    """Write the log to ``path`` from now on, and nowhere else.

    Raises:
        UserError: NOT_PERMITTED, NO_ROOM.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True
        )
        with path.open("ab"):
            pass
    except OSError as error:
        raise UserError.of_file(error, path) from error
    handler.setFormatter(WordlessFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # A full disk, or on Windows a log that another process has open, shall not put tracebacks on stderr.
    logging.raiseExceptions = False
    # Each request of the Hub's client would be a line with an address.
    for chatty in ("httpx", "httpx2", "httpcore", "huggingface_hub", "filelock"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class WordlessFormatter(logging.Formatter):
    """Writes of an error where it happened and of which kind it is, but not the words that it brings.

    Those of a ``ValueError`` or a ``KeyError`` quote what was worked on, and that may be a tweet. Whoever
    sees the error happen can copy them from its dialog.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, and the trace of its error."""
        # The trace that another handler has left in the record holds the words.
        record = copy.copy(record)
        record.exc_text = None
        return super().format(record)

    def formatException(  # noqa: N802 - logging calls it so
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return the trace of an error and of those that led to it, the first one first."""
        if ei[1] is None:
            return ""
        return "\n\nand then\n\n".join(reversed([_trace(error) for error in _chain(ei[1])]))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        hidden = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or hidden


def _trace(error: BaseException) -> str:
    frames = traceback.format_tb(error.__traceback__)
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return f"{''.join(frames)}{name}: {_known_words(error)}"


def _known_words(error: BaseException) -> str:
    """Return what can be said of an error in words that are no tweet's."""
    if isinstance(error, UserError):
        return error.code
    if isinstance(error, sqlite3.Error) and hasattr(error, "sqlite_errorname"):
        return error.sqlite_errorname
    if isinstance(error, OSError) and error.errno is not None:
        return f"[Errno {error.errno}] {os.strerror(error.errno)}"
    if isinstance(error, _TELLING):
        return str(error)
    return "(its words are left out)"
