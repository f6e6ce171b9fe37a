"""The log file: what happened, without the text of any tweet."""

import logging
import logging.handlers
from pathlib import Path

from huggingtweets_gui.foundation.errors import UserError

_LARGEST = 1_000_000  # bytes; then the file is put aside
_KEPT = 3


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
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # A full disk, or on Windows a log that another process has open, shall not put tracebacks on stderr.
    logging.raiseExceptions = False
    # Each request of the Hub's client would be a line with an address.
    for chatty in ("httpx", "httpx2", "httpcore", "huggingface_hub", "filelock"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
