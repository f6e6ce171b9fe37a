"""Starts the engine: ``python -m huggingtweets_gui.engine``."""

import faulthandler
import logging
import os
import signal
import sys
from typing import TextIO

import platformdirs
import psutil

from huggingtweets_gui.engine.connection import Connection
from huggingtweets_gui.engine.gpu_pack import load_torch
from huggingtweets_gui.engine.heartbeat import begin_to_beat
from huggingtweets_gui.foundation.log import WordlessFormatter

_log = logging.getLogger(__name__)

_NICENESS = 10  # of 19, on all systems but Windows


def main() -> None:
    """Keep the standard streams for messages alone, be heard, then load the libraries and serve."""
    # A Ctrl-C in the terminal is for the program that started the engine, which then says stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = os.fdopen(os.dup(0), "r", encoding="utf-8")
    outgoing = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    # Libraries find nothing at the standard input: on Windows one that looks at it while it is loaded
    # would wait for the thread that listens there, for ever (numpy's issue 24290).
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    # Whatever a library prints goes to the log, which is where descriptor 2 leads.
    os.dup2(2, 1)
    # A crash, which no except clause sees, leaves Python's stack there.
    faulthandler.enable()
    _log_to(sys.stderr)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # As soon as it is loaded, torch makes a folder for compiled code: of itself, among temporary files.
    compiled = platformdirs.user_cache_path("HuggingTweets", appauthor=False) / "torch"
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(compiled))
    # Everything the engine loads lies on this computer already.
    os.environ["HF_HUB_OFFLINE"] = "1"

    # Before the libraries, which take seconds to load, on a slow disk minutes.
    connection = Connection(incoming, outgoing)
    connection.listen()
    begin_to_beat(connection.send)
    # On Linux a priority is a thread's own and is inherited: the threads above keep the usual one.
    give_way()
    if not load_torch(connection.send):
        return

    from transformers.utils import logging as transformers_logging

    from huggingtweets_gui.engine.heap import keep_freed_memory
    from huggingtweets_gui.engine.neighbours import watch_neighbours
    from huggingtweets_gui.engine.service import Service

    keep_freed_memory()
    watch_neighbours()
    transformers_logging.disable_progress_bar()
    Service(connection).serve()


def _log_to(stream: TextIO) -> None:
    """Log what happens, without the words of an unexpected error, which may quote a tweet."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WordlessFormatter("%(asctime)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO)


def give_way() -> None:
    """Let the window and all else the user does go first; the time that nobody needs is the engine's."""
    process = psutil.Process()
    try:
        if psutil.WINDOWS:
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            process.nice(max(process.nice(), _NICENESS))
    except (psutil.Error, OSError) as error:
        _log.info("the priority stays as it is: %s", error)


if __name__ == "__main__":
    main()
