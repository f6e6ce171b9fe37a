"""The engine as the rest of the program sees it: it takes jobs, tells of them, and can be stopped."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import (
    Alive,
    Cancelled,
    End,
    Event,
    Failed,
    Job,
    Leaving,
    PackFailed,
    Ready,
    Stop,
    StopKind,
)
from huggingtweets_gui.workflow.engine_command import engine_command
from huggingtweets_gui.workflow.engine_process import EngineProcess
from huggingtweets_gui.workflow.gpu_pack.choice import LOADING_SECONDS, TorchChoice
from huggingtweets_gui.workflow.silence import LONG_SECONDS, Silence
from huggingtweets_gui.workflow.stopping import StopRequest

_log = logging.getLogger(__name__)

_POLL_SECONDS = 0.05
# How long a cancelled job may take to end by itself, which keeps the engine warm; then the process is
# ended. All is over in 10 seconds then, whatever the engine is at.
_CANCELLING_SECONDS = 6.0


class EngineClient:
    """Starts the engine when it is first needed and keeps it warm between jobs.

    Use it from one thread at a time. An engine that dies is noticed, told, and started anew for
    the next job. One that is not heard any more is told as ``Silent``, and as ``Answering`` once it
    is heard again; meanwhile nothing is lost, and any stop ends it at once.

    Args:
        log: the file that receives whatever the engine and its libraries print.
        command: how to start the engine.
        silence_seconds: after so long without any sign of life the engine is ``Silent``.
        packs: the folder of the GPU packs: one that fits is used, unless it does not load.
    """

    def __init__(
        self,
        log: Path,
        command: Sequence[str] | None = None,
        silence_seconds: float = LONG_SECONDS,
        packs: Path | None = None,
    ) -> None:
        self._log_path = log
        self._torch = TorchChoice(packs)
        self._command = list(command or engine_command())
        self._silence_seconds = silence_seconds
        self._process: EngineProcess | None = None
        self._is_ready = False
        self._torch_version = ""

    @property
    def torch_version(self) -> str:
        """The version of torch in the engine that was ready last, which may be the GPU pack's; or ""."""
        return self._torch_version

    @property
    def process_id(self) -> int | None:
        """The running engine's process id, or None."""
        process = self._process
        return process.id if process is not None else None

    def await_ready(self, emit: Callable[[Event], None], stop: StopRequest) -> None:
        """Start the engine unless it runs, and wait until it takes jobs or a stop is asked for.

        Args:
            emit: is told of a silence.
            stop: ends the waiting; the engine loads on.

        Raises:
            UserError: ENGINE_FAILED, ENGINE_DIED.
        """
        process = self._started()
        silence = Silence(emit, self._silence_seconds)
        began = time.monotonic()
        while not self._is_ready and stop.kind is None:
            try:
                event = self._hear(process, silence)
            except UserError as died:
                if not self._torch.uses_pack or stop.kind is not None:
                    raise
                event = PackFailed(reason=_within_a_sentence(died.sentence))
            if self._torch.uses_pack and time.monotonic() - began > LOADING_SECONDS:
                event = PackFailed(reason=f"it took more than {LOADING_SECONDS:.0f} seconds")
            if isinstance(event, PackFailed):
                process = self._started_without_pack(event.reason)
            if isinstance(event, Ready):
                self._is_ready, self._torch_version = True, event.torch
        if silence.is_long:
            if self._torch.uses_pack:
                self._torch.give_up("it was not heard of any more")
            self._end_by_force()

    def run(self, job: Job, emit: Callable[[Event], None], stop: StopRequest) -> End:
        """Do a job, pass each of its events to ``emit``, and return the last one, which is not emitted.

        Whatever happens to the engine, exactly one ``End`` is returned: soon after any stop where
        nothing is heard of the engine, within 10 seconds after a cancelling where it is busy. What
        ``emit`` raises goes through, after the engine has been ended.
        """
        if stop.kind is not None:
            return Cancelled()
        try:
            self.await_ready(emit, stop)
            return Cancelled() if stop.kind is not None else self._converse(job, emit, stop)
        except UserError as error:
            self.close()
            return Failed.of(error)
        except BaseException:
            self.close()  # Else the next job would read the events of this one.
            raise

    def kill(self) -> None:
        """End the engine by force, from any thread; the job that runs then fails."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the engine: by closing its pipe, and by force where that is not enough."""
        if self._process is not None:
            self._process.end()
            self._process = None
        self._torch.engine_ended()

    def reload(self) -> None:
        """End the engine, so that the next one loads the torch that is installed by then."""
        self.close()
        self._torch.forget_failure()

    def __enter__(self) -> "EngineClient":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _started(self) -> EngineProcess:
        if self._process is None or self._process.id is None:
            self.close()
            self._is_ready = False
            self._process = EngineProcess(self._command, self._log_path, self._torch.environment())
        return self._process

    def _started_without_pack(self, reason: str) -> EngineProcess:
        self._torch.give_up(reason)
        self._end_by_force()
        return self._started()

    def _converse(self, job: Job, emit: Callable[[Event], None], stop: StopRequest) -> End:
        process = self._process
        assert process is not None
        process.send(job)
        silence = Silence(emit, self._silence_seconds)
        told: StopKind | None = None
        deadline = float("inf")
        is_leaving = False
        while True:
            if stop.kind is not None and silence.is_long:
                return self._give_up(stop.kind)
            if stop.kind is not None and stop.kind is not told:
                told = stop.kind
                process.send(Stop(kind=told))
                if told is StopKind.CANCEL:
                    deadline = time.monotonic() + _CANCELLING_SECONDS
            if time.monotonic() > deadline:
                return self._give_up(StopKind.CANCEL)
            match self._hear(process, silence):
                case End() as end:
                    if is_leaving:
                        self.close()
                    return end
                case Leaving():
                    is_leaving = True
                case None | Alive():
                    continue
                case event:
                    emit(event)

    def _hear(self, process: EngineProcess, silence: Silence) -> Event | None:
        """Return the next event, or None where none comes for a moment."""
        began = time.monotonic()
        try:
            event = process.receive(_POLL_SECONDS)
        except EOFError:
            raise self._died(process) from None
        if event is None:
            silence.lasts(time.monotonic() - began)
        else:
            silence.is_broken()
        return event

    def _give_up(self, kind: StopKind) -> End:
        """End an engine that does not heed a stop."""
        _log.warning("the engine did not end its job when told to %s, and was ended", kind)
        self._end_by_force()
        return Cancelled() if kind is StopKind.CANCEL else Failed.of(UserError(ErrorCode.ENGINE_SILENT))

    def _end_by_force(self) -> None:
        self.kill()
        self.close()

    def _died(self, process: EngineProcess) -> UserError:
        status = process.end()
        words = f"signal {-status}" if status < 0 else f"exit status {status}"
        _log.warning("the engine died: %s", words)
        return UserError(ErrorCode.ENGINE_DIED, details=process.last_words(), status=words)


def _within_a_sentence(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:].rstrip('.')}"
