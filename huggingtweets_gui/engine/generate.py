"""Writing tweets with a finished bot."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from transformers import GenerationConfig

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.decoding_weights import ready_for_writing
from huggingtweets_gui.engine.device import Device, choose_device
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.engine.sampling import write_tweets
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import Cancelled, End, Event, Generate, Generated, Phase, Sample, StopKind

_AT_ONCE = 50  # tweets in a batch: each takes memory for its whole length


class Bots:
    """Keeps the bot that wrote last in memory, so that it writes again at once."""

    def __init__(self) -> None:
        self._key: tuple[str, str, int] | None = None
        self._loaded: tuple[LanguageModel, Device] | None = None

    def get(self, folder: Path, wanted_device: str) -> tuple[LanguageModel, Device]:
        """Return the bot's model, loaded anew where its files have changed, and its device.

        Raises:
            UserError: DEVICE_UNAVAILABLE, BASE_UNREADABLE.
        """
        config = folder / "config.json"
        key = (str(folder), wanted_device, config.stat().st_mtime_ns if config.is_file() else 0)
        if self._loaded is None or key != self._key:
            self.forget()
            device = choose_device(wanted_device)
            model = models.load(folder, device.torch_device)
            self._loaded = replace(model, network=ready_for_writing(model.network, device)), device
            self._key = key
        return self._loaded

    def forget(self) -> None:
        """Free the memory."""
        self._key = self._loaded = None


def generate(
    job: Generate, bots: Bots, emit: Callable[[Event], None], should_stop: Callable[[], StopKind | None]
) -> End:
    """Write tweets; each is emitted as a ``Sample`` as soon as it is finished.

    Raises:
        UserError: DEVICE_UNAVAILABLE, BASE_UNREADABLE, PROMPT_TOO_LONG.
    """
    started = time.monotonic()
    emit(Phase(name="loading"))
    model, device = bots.get(Path(job.model), job.device)
    emit(Phase(name="writing"))
    written = 0

    def on_tweet(text: str) -> None:
        nonlocal written
        emit(Sample(index=written, text=text))
        written += 1

    for done in range(0, job.count, _AT_ONCE):
        if should_stop() is None:
            write_tweets(
                model,
                device,
                sampling_config(job, model, min(_AT_ONCE, job.count - done)),
                job.prompt,
                job.max_length,
                job.seed + done,
                on_tweet,
                lambda: should_stop() is None,
            )
    if should_stop() is not None:
        return Cancelled()
    return Generated(count=written, seconds=time.monotonic() - started)


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
