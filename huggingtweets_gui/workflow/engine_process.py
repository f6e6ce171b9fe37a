"""The engine's process: starting it, speaking with it over its pipes, and ending it."""

import contextlib
import logging
import os
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import Event, Message, decode, encode

_log = logging.getLogger(__name__)

_LARGEST_LOG = 1_000_000  # bytes; then it is put aside when an engine starts, and an older one goes
_MOST_WORDS = 8000  # bytes told of an engine that died
_CLOSING_SECONDS = 2.0  # for an engine that was told to end


class EngineProcess:
    """An engine that runs from the construction of this object until ``end`` or its own end.

    Args:
        command: how to start the engine.
        log: the file that receives whatever the engine and its libraries print.
        environment: variables that it has beside those of this process.

    Raises:
        UserError: ENGINE_FAILED.
    """

    def __init__(
        self, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            _put_aside_if_large(log)
            with log.open("ab") as errors:
                self._log, self._log_start = log, errors.tell()
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    env={**os.environ, **(environment or {})},
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as error:
            _log.info("the engine could not be started: %s", error)
            raise UserError(ErrorCode.ENGINE_FAILED, details=str(error)) from error
        assert self._process.stdin is not None and self._process.stdout is not None
        self._stdin = self._process.stdin
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(
            target=_read_lines, args=(self._process.stdout, self._lines), name="engine-reader", daemon=True
        ).start()

    @property
    def id(self) -> int | None:
        """The process id while it runs, or None."""
        return self._process.pid if self._process.poll() is None else None

    def send(self, message: Message) -> None:
        """Send a job or a stop. Where the engine is gone, ``receive`` tells."""
        with contextlib.suppress(OSError):
            self._stdin.write(encode(message) + "\n")
            self._stdin.flush()

    def receive(self, seconds: float) -> Event | None:
        """Return the next event, or None where none comes within ``seconds``.

        Raises:
            EOFError: the engine says no more.
        """
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            return None
        if line is None:
            raise EOFError
        return _event(line)

    def end(self) -> int:
        """See to it that the process is gone, and return its exit status.

        Closing its pipe tells it to go; force follows where it does not.
        """
        with contextlib.suppress(OSError):  # Closing flushes, and the engine may be gone already.
            self._stdin.close()
        try:
            return self._process.wait(timeout=_CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return self._process.wait()

    def last_words(self) -> str:
        """Return the end of what it has written to the log: where it crashed, Python's stack."""
        try:
            with self._log.open("rb") as log:
                size = log.seek(0, os.SEEK_END)
                log.seek(max(self._log_start, size - _MOST_WORDS))
                return log.read().decode(errors="replace").strip()
        except OSError:
            return ""

    def kill(self) -> None:
        """End it by force, from any thread: this ends also a process that was stopped by a signal."""
        self._process.kill()


def _put_aside_if_large(log: Path) -> None:
    # On Windows it stays where it is while another engine writes to it.
    with contextlib.suppress(OSError):
        if log.stat().st_size > _LARGEST_LOG:
            log.replace(log.with_name(f"{log.name}.1"))


def _read_lines(stream: IO[str], lines: "queue.SimpleQueue[str | None]") -> None:
    try:
        with stream:
            for line in stream:
                lines.put(line)
    finally:
        lines.put(None)


def _event(line: str) -> Event | None:
    try:
        message = decode(line)
    except ValueError as error:
        _log.warning("the engine sent something else than a message: %s", error)
        return None
    return message if isinstance(message, Event) else None
