"""The engine as a process: reads jobs and stops, does one job at a time, sends events."""

import logging
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import torch
import transformers

from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.engine.failures import in_words
from huggingtweets_gui.engine.generate import Bots, generate
from huggingtweets_gui.engine.starter import convert_starter
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.messages import (
    Converted,
    ConvertStarter,
    Describe,
    Described,
    End,
    Event,
    Failed,
    Generate,
    Job,
    Phase,
    Ready,
    Stop,
    StopKind,
    Train,
    decode,
    encode,
)

_log = logging.getLogger(__name__)


class Service:
    """Serves jobs from ``incoming`` until it ends, and writes events to ``outgoing``."""

    def __init__(self, incoming: IO[str], outgoing: IO[str]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._stop: StopKind | None = None
        self._bots = Bots()

    def serve(self) -> None:
        """Do jobs forever; the process ends when ``incoming`` does, in the middle of a job too."""
        self._emit(Ready(torch=torch.__version__, transformers=transformers.__version__))
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        while True:
            job = self._jobs.get()
            self._emit(self._do(job))

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
                self._jobs.put(message)
        # The program that started this process is gone, or wants it gone: nobody reads on.
        os._exit(0)

    def _emit(self, event: Event) -> None:
        self._outgoing.write(encode(event) + "\n")
        self._outgoing.flush()

    def _should_stop(self) -> StopKind | None:
        return self._stop

    def _do(self, job: Job) -> End:
        """Do a job; whatever goes wrong becomes a ``Failed``."""
        try:
            return self._run(job)
        except UserError as error:
            _log.warning("%s failed: %s %s", job.wire_name, error.code, error.details)
            failed = error
        except Exception as error:
            _log.exception("%s failed", job.wire_name)
            failed = in_words(error, job)
        # Outside the except block: there the traceback would still hold the tensors.
        self._bots.forget()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        return Failed(
            code=failed.code, sentence=failed.sentence, advice=failed.advice, details=failed.details
        )

    def _run(self, job: Job) -> End:
        emit: Callable[[Event], None] = self._emit
        match job:
            case Describe():
                emit(choose_device(job.device).describe())
                return Described()
            case ConvertStarter():
                emit(Phase(name="converting"))
                convert_starter(Path(job.gguf), Path(job.folder))
                return Converted()
            case Train():
                self._bots.forget()
                return train(job, emit, self._should_stop)
            case Generate():
                return generate(job, self._bots, emit, self._should_stop)
        raise ValueError(f"no such job: {job.wire_name}")
