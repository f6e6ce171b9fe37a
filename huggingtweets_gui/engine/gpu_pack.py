"""The torch that is loaded: the GPU pack's, where the program that started this process names one.

A torch that fails while it is imported cannot be undone in the same process. So this process ends then,
and the next one is told why not to try again.
"""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from huggingtweets_gui.messages import PACK_FAILURE_VARIABLE, PACK_VARIABLE, Event, PackFailed

_log = logging.getLogger(__name__)


def load_torch(send: Callable[[Event], None]) -> bool:
    """Import torch from the GPU pack, if there is one to use; return whether the engine can go on.

    Args:
        send: is given ``PackFailed`` where it cannot.
    """
    pack = os.environ.get(PACK_VARIABLE)
    if pack is None:
        return True
    # Before all else, the frozen program's own modules included. Where the libraries beside a wheel are
    # is known to the wheel: to its run paths on Linux, to torch itself on Windows.
    sys.path.insert(0, pack)
    try:
        import torch

        if not Path(str(torch.__file__)).is_relative_to(pack):
            raise ImportError("another torch came first")
    except Exception as error:  # Whatever a torch raises that does not fit this computer.
        _log.exception("the GPU pack could not be loaded")
        send(PackFailed(reason=_first_line(error)))
        return False
    return True


def pack_failure() -> str | None:
    """Return why the GPU pack is not used, where one is installed."""
    return os.environ.get(PACK_FAILURE_VARIABLE)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
