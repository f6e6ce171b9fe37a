"""The engine as the rest of the program sees it: a process that takes jobs and sends events."""

import contextlib
import logging
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import (
    Cancelled,
    End,
    Event,
    Failed,
    Job,
    Message,
    Ready,
    Stop,
    StopKind,
    decode,
    encode,
)
from huggingtweets_gui.workflow.stopping import StopRequest

_log = logging.getLogger(__name__)

_POLL_SECONDS = 0.05
_LARGEST_LOG = 1_000_000  # bytes; then it is put aside when an engine starts, and an older one goes
# How long an engine may take to end by itself, and then to end when told to.
_CLOSING_SECONDS = 2.0
# How long a stop may take before the process is ended from outside. Suspending writes gigabytes, and
# keeping measures the test loss first: on a slow computer with a large model that takes minutes, and
# ending it before would lose what was asked for. Who has no time cancels: such a job writes nothing.
_PATIENCE = {StopKind.CANCEL: 10.0, StopKind.SUSPEND: 600.0, StopKind.KEEP: 900.0}


def failure(error: UserError) -> Failed:
    """Return the event that tells of ``error``."""
    return Failed(code=error.code, sentence=error.sentence, advice=error.advice, details=error.details)


class EngineClient:
    """Starts the engine when it is first needed and keeps it warm between jobs.

    Use it from one thread at a time. An engine that dies is noticed, told, and started anew for
    the next job.

    Args:
        log: the file that receives whatever the engine and its libraries print.
        command: how to start the engine.
    """

    def __init__(self, log: Path, command: Sequence[str] | None = None) -> None:
        self._log_path = log
        self._command = list(command or [sys.executable, "-m", "huggingtweets_gui.engine"])
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._is_ready = False

    @property
    def process_id(self) -> int | None:
        """The running engine's process id, or None."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Start the engine unless it runs already; it loads its libraries while one goes on.

        Raises:
            UserError: ENGINE_FAILED.
        """
        if self.process_id is not None:
            return
        self.close()
        try:
            self._log_path.parent.mkdir(parents=True, exist_ok=True)
            _put_aside_if_large(self._log_path)
            with self._log_path.open("ab") as log:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as error:
            raise UserError(ErrorCode.ENGINE_FAILED, details=str(error)) from error
        assert self._process.stdout is not None
        self._is_ready = False
        self._lines = queue.SimpleQueue()
        threading.Thread(
            target=_read_lines, args=(self._process.stdout, self._lines), name="engine-reader", daemon=True
        ).start()

    def await_ready(self, stop: StopRequest) -> None:
        """Start the engine and wait until it takes jobs, is gone, or a stop is asked for.

        Raises:
            UserError: ENGINE_FAILED.
        """
        self.start()
        while not self._is_ready and stop.kind is None:
            try:
                line = self._lines.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                self._lines.put(None)  # For ``run``, which tells of it.
                return
            self._is_ready = isinstance(_event(line), Ready)

    def run(self, job: Job, emit: Callable[[Event], None], stop: StopRequest) -> End:
        """Do a job, pass each of its events to ``emit``, and return the last one, which is not emitted.

        Whatever happens to the engine, exactly one ``End`` is returned. What ``emit`` raises goes
        through, after the engine has been ended.
        """
        if stop.kind is not None:
            return Cancelled()
        try:
            self.start()
        except UserError as error:
            return failure(error)
        try:
            return self._converse(job, emit, stop)
        except BaseException:
            self.close()  # Else the next job would read the events of this one.
            raise

    def close(self) -> None:
        """End the engine: by closing its pipe, and by force where that is not enough."""
        if self._process is not None:
            self._end(self._process)

    def __enter__(self) -> "EngineClient":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _converse(self, job: Job, emit: Callable[[Event], None], stop: StopRequest) -> End:
        if not self._send(job):
            return self._died()
        told: StopKind | None = None
        deadline = float("inf")
        while True:
            if stop.kind is not None and stop.kind is not told:
                told = stop.kind
                deadline = time.monotonic() + _PATIENCE[told]
                self._send(Stop(kind=told))
            if time.monotonic() > deadline:
                self.close()
                return Cancelled()
            try:
                line = self._lines.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                return self._died()
            event = _event(line)
            if isinstance(event, End):
                return event
            if isinstance(event, Ready):
                self._is_ready = True
            elif event is not None:
                emit(event)

    def _send(self, message: Message) -> bool:
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(encode(message) + "\n")
            self._process.stdin.flush()
        except OSError:
            return False
        return True

    def _died(self) -> Failed:
        assert self._process is not None
        status = self._end(self._process)
        words = f"signal {-status}" if status < 0 else f"exit status {status}"
        _log.warning("the engine died: %s", words)
        return failure(UserError(ErrorCode.ENGINE_DIED, status=words))

    def _end(self, process: "subprocess.Popen[str]") -> int:
        """See to it that the process is gone, and return its exit status."""
        assert process.stdin is not None
        with contextlib.suppress(OSError):  # Closing flushes, and the engine may be gone already.
            process.stdin.close()
        for force in (process.terminate, process.kill):
            try:
                process.wait(timeout=_CLOSING_SECONDS)
                break
            except subprocess.TimeoutExpired:
                force()
        self._process = None
        return process.wait()


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
