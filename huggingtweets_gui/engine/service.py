"""The engine's jobs: one at a time, each with exactly one end."""

import logging
from pathlib import Path

import torch
import transformers

from huggingtweets_gui.engine.connection import Connection
from huggingtweets_gui.engine.device import choose_device, free_cache
from huggingtweets_gui.engine.device_check import check_device
from huggingtweets_gui.engine.failures import in_words, is_thread_spoilt
from huggingtweets_gui.engine.generate import Bots, generate
from huggingtweets_gui.engine.starter import convert_starter
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.messages import (
    CheckDevice,
    Converted,
    ConvertStarter,
    Describe,
    Described,
    End,
    Failed,
    Generate,
    Job,
    Leaving,
    Phase,
    Ready,
    Train,
)

_log = logging.getLogger(__name__)


class Service:
    """Does the jobs that come over ``connection``, one after the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._bots = Bots()
        self._is_gpu_lost = False

    def serve(self) -> None:
        """Do jobs until one leaves the process unable to compute: then another process is needed.

        The process ends when the connection does, too, in the middle of a job.
        """
        self._connection.send(Ready(torch=torch.__version__, transformers=transformers.__version__))
        while True:
            job = self._connection.jobs.get()
            end = self._do(job)
            if self._is_gpu_lost or is_thread_spoilt():
                _log.warning("the engine ends: it could compute no more")
                self._connection.send(Leaving())
                self._connection.send(end)
                return
            self._connection.send(end)

    def _do(self, job: Job) -> End:
        """Do a job; whatever goes wrong becomes a ``Failed``."""
        try:
            return self._run(job)
        except UserError as error:
            _log.warning("%s failed: %s %s", job.wire_name, error.code, error.details)
            failed = Failed.of(error)
        except Exception as error:
            _log.exception("%s failed", job.wire_name)
            failed = Failed.of(in_words(error, job))
        # Outside the except block, and without the error: its traceback would still hold the tensors.
        self._bots.forget()
        try:
            free_cache()
        except RuntimeError as error:
            # After some errors of its own CUDA fails at whatever it is asked, until the process ends.
            _log.warning("the graphics card is lost to this process: %r", error)
            self._is_gpu_lost = True
        return failed

    def _run(self, job: Job) -> End:
        emit, should_stop = self._connection.send, self._connection.should_stop
        match job:
            case Describe():
                self._bots.forget()  # What it takes of the memory is free for whatever comes next.
                emit(choose_device(job.device).describe())
                return Described()
            case CheckDevice():
                self._bots.forget()
                return check_device(choose_device(job.device))
            case ConvertStarter():
                emit(Phase(name="converting"))
                convert_starter(Path(job.gguf), Path(job.folder))
                return Converted()
            case Train():
                self._bots.forget()
                end = train(job, emit, should_stop)
                free_cache()
                return end
            case Generate():
                return generate(job, self._bots, emit, should_stop)
        raise ValueError(f"no such job: {job.wire_name}")
