"""The engine's two pipes: jobs and stops come in, events go out."""

import logging
import os
import queue
import threading
from typing import IO

from huggingtweets_gui.messages import Event, Job, Stop, StopKind, decode, encode

_log = logging.getLogger(__name__)


class Connection:
    """Connects the engine to the program that started it.

    Args:
        incoming: jobs and stops, one a line. Its end is the end of this process.
        outgoing: receives events, one a line.

    Attributes:
        jobs: what is to be done, in this order.
    """

    def __init__(self, incoming: IO[str], outgoing: IO[str]) -> None:
        self.jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._incoming = incoming
        self._outgoing = outgoing
        self._writing = threading.Lock()
        self._stop: StopKind | None = None

    def listen(self) -> None:
        """Begin to listen, in a thread of its own, so that stops are heeded whatever else goes on."""
        threading.Thread(target=self._listen, name="listener", daemon=True).start()

    def send(self, event: Event) -> None:
        """Send an event; it may be called from several threads."""
        with self._writing:
            self._outgoing.write(encode(event) + "\n")
            self._outgoing.flush()

    def should_stop(self) -> StopKind | None:
        """Return how the job that runs shall end before its time, or None."""
        return self._stop

    def _listen(self) -> None:
        for line in self._incoming:
            try:
                message = decode(line)
            except ValueError:
                _log.warning("not a message: a line of %d characters", len(line))
                continue
            if isinstance(message, Stop):
                self._stop = message.kind
            elif isinstance(message, Job):
                self._stop = None  # A stop is for the job before it.
                self.jobs.put(message)
        # The program that started this process is gone, or wants it gone: nobody reads on.
        os._exit(0)
