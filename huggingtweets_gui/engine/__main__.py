"""Starts the engine: ``python -m huggingtweets_gui.engine``."""

import logging
import os
import signal
import sys


def main() -> None:
    """Keep standard output for messages alone, then load the libraries and serve."""
    # A Ctrl-C in the terminal is for the program that started the engine, which then says stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = os.fdopen(os.dup(0), "r", encoding="utf-8")
    outgoing = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    # Whatever a library prints goes to the log, which is where descriptor 2 leads.
    os.dup2(2, 1)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Everything the engine loads lies on this computer already.
    os.environ["HF_HUB_OFFLINE"] = "1"

    from transformers.utils import logging as transformers_logging

    from huggingtweets_gui.engine.service import Service

    transformers_logging.disable_progress_bar()
    Service(incoming, outgoing).serve()


if __name__ == "__main__":
    main()
