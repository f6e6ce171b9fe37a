"""The engine's sign of life."""

import threading
import time
from collections.abc import Callable

from huggingtweets_gui.messages import Alive, Event

BEAT_SECONDS = 1.0


def begin_to_beat(send: Callable[[Event], None]) -> None:
    """Send ``Alive`` once a second until the process ends, in a thread of its own.

    The beat stops where the process is stopped, where the computer is too busy to let it run, and
    where a library holds on to the interpreter: whoever listens can tell a long job from a dead end.
    """
    threading.Thread(target=_beat, args=(send,), name="heartbeat", daemon=True).start()


def _beat(send: Callable[[Event], None]) -> None:
    while True:
        try:
            send(Alive())
        except OSError:
            return  # The program is gone: the listener ends this process.
        time.sleep(BEAT_SECONDS)
