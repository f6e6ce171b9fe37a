"""The thread that owns the engine: it serves one request after the other and tells what happens."""

import logging
import queue
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.messages import CheckDevice, Describe, End, Failed, StopKind
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.silence import LONG_SECONDS
from huggingtweets_gui.workflow.stopping import StopRequest

if TYPE_CHECKING:
    from huggingtweets_gui.workflow.writing import Sampling

_log = logging.getLogger(__name__)

# What is a fault of the program's and not of what it was given to do.
_CRASHES = {ErrorCode.ENGINE_DIED, ErrorCode.ENGINE_FAILED}
_IDLE_SECONDS = 600.0
_PATIENCE_MILLISECONDS = 3000


@dataclass(frozen=True, eq=False, kw_only=True)
class Request:
    """Something asked of the engine; ``stop`` ends it early, also while it still waits its turn."""

    stop: StopRequest = field(default_factory=StopRequest)


@dataclass(frozen=True, eq=False)
class DescribeRequest(Request):
    """Look at this computer, for a device of this kind or the best."""

    device: str = "auto"


@dataclass(frozen=True, eq=False)
class CheckRequest(Request):
    """Try whether a device of this kind works."""

    device: str


@dataclass(frozen=True, eq=False)
class ExchangeRequest(Request):
    """Do ``work`` while no engine runs, and look at this computer with a new one."""

    work: Callable[[], object]


@dataclass(frozen=True, eq=False)
class TrainRequest(Request):
    """Train a bot, or go on where its training was interrupted."""

    bot: Bot
    resume: bool


@dataclass(frozen=True, eq=False)
class WriteRequest(Request):
    """Let the bot in a folder write."""

    folder: Path
    sampling: "Sampling"


class EngineThread(QThread):
    """Runs trainings and writings in the engine, one at a time, and keeps the engine warm between them.

    Its methods are called from the thread of the window. Everything a request brings about comes
    as signals in this order: ``began``, any number of ``event`` or ``written``, one ``ended``.

    Args:
        log: the file that receives what the engine prints.
        command: how to start the engine; None for the usual way.
        idle_seconds: after so long without a request the engine ends, which frees its memory.
        patience_milliseconds: how long a shutdown waits for the engine before it kills it.
        silence_seconds: after so long without any sign of life the engine is ``Silent``.
        packs: the folder of the GPU packs.
        parent: the owner.

    Signals:
        began: the ``Request`` whose turn has come.
        event: an ``Event`` of the running request, as it comes from the engine.
        written: a ``Written``, for each tweet of a ``WriteRequest``.
        ended: the ``End`` of the request, whatever has happened.
        busy_changed: whether a training or a writing is running.
    """

    began = Signal(object)
    # Hides QObject.event(), which nobody calls from Python; Qt's own delivery does not pass here.
    event = Signal(object)  # type: ignore[assignment]
    written = Signal(object)
    ended = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        log: Path,
        command: Sequence[str] | None = None,
        idle_seconds: float = _IDLE_SECONDS,
        patience_milliseconds: int = _PATIENCE_MILLISECONDS,
        silence_seconds: float = LONG_SECONDS,
        packs: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = EngineClient(log, command, silence_seconds, packs)
        self._log_path = log
        self._idle_seconds = idle_seconds
        self._patience_milliseconds = patience_milliseconds
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._unfinished: list[Request] = []

    @property
    def current(self) -> Request | None:
        """The training or writing that runs or is the next to run, or None."""
        return next((one for one in list(self._unfinished) if _is_work(one)), None)

    @property
    def engine_process_id(self) -> int | None:
        """The process id of the engine while it runs, or None."""
        return self._client.process_id

    def warm_up(self) -> None:
        """Start the engine and let it describe the computer, unless a request has started it already."""
        if not self.isRunning():
            self.describe()

    def describe(self, device: str = "auto") -> None:
        """Look at this computer: the device, ``cpu``, ``cuda``, ``mps`` or the best, comes as an event."""
        self._ask(DescribeRequest(device))

    def check_device(self, device: str) -> CheckRequest:
        """Try whether a device works: it ends in ``DeviceWorks``, or in ``Failed`` with what is wrong."""
        request = CheckRequest(device)
        self._ask(request)
        return request

    def exchange(self, work: Callable[[], object]) -> ExchangeRequest:
        """End the engine, do ``work`` on what it has loaded, and look at this computer with a new one.

        Args:
            work: called in this thread; the ``UserError`` that it raises is how the request ends.
        """
        request = ExchangeRequest(work)
        self._ask(request)
        return request

    def train(self, bot: Bot, resume: bool = False) -> TrainRequest:
        """Train a bot made by ``create_bot``; with ``resume``, go on from its last checkpoint."""
        request = TrainRequest(bot, resume)
        self._ask(request)
        return request

    def write(self, folder: Path, sampling: "Sampling") -> WriteRequest:
        """Let the bot in ``folder`` write."""
        request = WriteRequest(folder, sampling)
        self._ask(request)
        return request

    def stop(self, kind: StopKind) -> None:
        """End the trainings and writings asked for so far, the one that runs and those that wait."""
        for request in list(self._unfinished):
            if _is_work(request):
                request.stop.ask(kind)

    def shutdown(self) -> None:
        """Cancel what runs and what waits, end the engine and join; takes a few seconds at most."""
        for request in list(self._unfinished):
            request.stop.ask(StopKind.CANCEL)
        self._requests.put(None)
        if not self.wait(self._patience_milliseconds):
            self._client.kill()
            self.wait(_PATIENCE_MILLISECONDS)

    def run(self) -> None:
        """Serve requests until ``shutdown``; called by Qt in the new thread."""
        with self._client:
            while True:
                try:
                    request = self._requests.get(timeout=self._idle_seconds)
                except queue.Empty:
                    self._client.close()
                    continue
                if request is None:
                    return
                self._serve(request)

    def _ask(self, request: Request) -> None:
        self._unfinished.append(request)
        self._requests.put(request)
        if not self.isRunning():
            self.start()

    def _serve(self, request: Request) -> None:
        busy = _is_work(request)
        if busy:
            self.busy_changed.emit(True)
        self.began.emit(request)
        try:
            end = self._do(request)
        except UserError as error:
            end = Failed.of(error)
        except Exception:
            # Whatever it is, the window is told: a job without an end would look busy for ever.
            _log.exception("a request to the engine failed")
            end = Failed.of(
                UserError(ErrorCode.INTERNAL, details=traceback.format_exc(), log=self._log_path.parent)
            )
        if isinstance(end, Failed) and end.code in _CRASHES:
            told = UserError.in_words(end.code, end.sentence, end.advice, end.details)
            _log.error("the engine failed", exc_info=told)
        self._unfinished.remove(request)
        self.ended.emit(end)
        if busy:
            self.busy_changed.emit(False)

    def _do(self, request: Request) -> End:
        # Loaded when first needed, so that the window is painted sooner.
        match request:
            case TrainRequest(bot, resume):
                from huggingtweets_gui.workflow import training

                return training.train(bot, self._client, self.event.emit, request.stop, resume=resume)
            case WriteRequest(folder, sampling):
                from huggingtweets_gui.workflow.writing import Writer

                return Writer(folder).write(
                    sampling, self._client, self.written.emit, self.event.emit, request.stop
                )
            case CheckRequest(device):
                return self._client.run(CheckDevice(device=device), self.event.emit, request.stop)
            case ExchangeRequest(work):
                self._client.reload()
                work()
                return self._client.run(Describe(), self.event.emit, request.stop)
            case DescribeRequest(device):
                return self._client.run(Describe(device=device), self.event.emit, request.stop)
        raise ValueError(f"no such request: {request}")


def _is_work(request: Request) -> bool:
    """Return whether it is a training or a writing, which the user waits for."""
    return isinstance(request, TrainRequest | WriteRequest)
