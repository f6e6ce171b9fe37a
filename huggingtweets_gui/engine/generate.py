"""Writing tweets with a finished bot."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from transformers import GenerationConfig

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.decoding_weights import ready_for_writing
from huggingtweets_gui.engine.device import Device, choose_device, free_cache
from huggingtweets_gui.engine.failures import lack_of_memory
from huggingtweets_gui.engine.heap import give_back_freed_memory
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.engine.sampling import write_tweets
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import (
    Cancelled,
    End,
    Event,
    Generate,
    Generated,
    Notice,
    Phase,
    Sample,
    StopKind,
)

_log = logging.getLogger(__name__)

_AT_ONCE = 50  # tweets in a batch: each takes memory for its whole length
_TO_THE_PROCESSOR = Notice(text="The graphics card has too little memory: the processor writes instead.")


class Bots:
    """Keeps the bot that wrote last in memory, so that it writes again at once."""

    def __init__(self) -> None:
        self._key: tuple[str, str, int] | None = None
        self._loaded: tuple[LanguageModel, Device] | None = None

    def get(
        self, folder: Path, wanted_device: str, emit: Callable[[Event], None]
    ) -> tuple[LanguageModel, Device]:
        """Return the bot's model, loaded anew where its files have changed, and its device.

        Where the graphics card has too little memory for it, that is the processor, and ``emit`` is told.

        Raises:
            UserError: DEVICE_UNAVAILABLE, BASE_UNREADABLE.
        """
        config = folder / "config.json"
        changed = config.stat().st_mtime_ns if config.is_file() else 0
        if self._loaded is None or self._key != (str(folder), wanted_device, changed):
            self.forget()
            device = choose_device(wanted_device)
            if device.kind == "cpu":
                self._load(folder, device)
            elif lack := lack_of_memory(lambda: self._load(folder, device)):
                _log.warning("too little memory for the bot: %s", lack)
                free_cache()
                emit(_TO_THE_PROCESSOR)
                # Asked again for the graphics card, it is tried again: a game may be over by then.
                wanted_device = "cpu"
                self._load(folder, choose_device(wanted_device))
            self._key = (str(folder), wanted_device, changed)
        assert self._loaded is not None
        return self._loaded

    def forget(self) -> None:
        """Free the memory."""
        self._key = self._loaded = None
        give_back_freed_memory()

    def _load(self, folder: Path, device: Device) -> None:
        model = models.load(folder, device.torch_device)
        self._loaded = replace(model, network=ready_for_writing(model.network, device)), device


def generate(
    job: Generate, bots: Bots, emit: Callable[[Event], None], should_stop: Callable[[], StopKind | None]
) -> End:
    """Write tweets; each is emitted as a ``Sample`` as soon as it is finished.

    Where memory is short, fewer are written at once, and where a graphics card has too little for a single
    one, the processor writes the rest.

    Raises:
        UserError: DEVICE_UNAVAILABLE, BASE_UNREADABLE, PROMPT_TOO_LONG, OUT_OF_MEMORY.
    """
    started = time.monotonic()
    wanted, at_once, written = job.device, _AT_ONCE, 0

    def on_tweet(text: str) -> None:
        nonlocal written
        emit(Sample(index=written, text=text))
        written += 1

    def write(model: LanguageModel, device: Device) -> None:
        while written < job.count and should_stop() is None:
            write_tweets(
                model,
                device,
                sampling_config(job, model, min(at_once, job.count - written)),
                job.prompt,
                job.max_length,
                job.seed + written,
                on_tweet,
                lambda: should_stop() is None,
            )

    while True:
        emit(Phase(name="loading"))
        model, device = bots.get(Path(job.model), wanted, emit)
        emit(Phase(name="writing"))
        lack = lack_of_memory(lambda: write(model, device))  # noqa: B023
        if should_stop() is not None:
            return Cancelled()
        if lack is None:
            return Generated(count=written, seconds=time.monotonic() - started)
        _log.warning("too little memory for %d tweets at once: %s", at_once, lack)
        free_cache()
        at_once = min(at_once, job.count - written) // 2
        if at_once == 0 and device.kind == "cpu":
            raise UserError(ErrorCode.OUT_OF_MEMORY, details=lack, device="this computer")
        if at_once == 0:
            wanted, at_once = "cpu", _AT_ONCE
            emit(_TO_THE_PROCESSOR)


def sampling_config(job: Generate, model: LanguageModel, count: int) -> GenerationConfig:
    """Return transformers' form of the controls for ``count`` tweets; what is off there is left out.

    Raises:
        UserError: PROMPT_TOO_LONG.
    """
    prompt_tokens = len(model.encode(job.prompt)) + 1  # the separator before it
    room = model.longest - prompt_tokens
    if room < 1:
        raise UserError(ErrorCode.PROMPT_TOO_LONG, count=prompt_tokens - 1, most=model.longest - 1)
    return GenerationConfig(
        do_sample=True,
        num_return_sequences=count,
        temperature=job.temperature,
        top_p=job.top_p,
        top_k=job.top_k,
        min_p=job.min_p or None,
        repetition_penalty=job.repetition_penalty,
        # No token weighs less than one character on average; GPT-2 has no positions beyond its longest.
        max_new_tokens=min(job.max_length, room),
        eos_token_id=model.separator,
        pad_token_id=model.separator,
    )
