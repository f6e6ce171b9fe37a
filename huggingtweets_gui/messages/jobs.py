"""What is asked of the engine."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from huggingtweets_gui.messages.base import Job, Message

HIGHEST_SEED = 2**31 - 1
"""Seeds go from 0 to this: all the random generators in the engine take them."""


class StopKind(StrEnum):
    """How a running job shall end before its time."""

    KEEP = "keep"
    """Training: keep the best weights so far as a finished bot. Writing: keep what is written."""
    SUSPEND = "suspend"
    """Training: write a checkpoint to resume from, and free the machine."""
    CANCEL = "cancel"
    """At once; a training can be resumed from its last checkpoint."""


@dataclass(frozen=True, kw_only=True)
class Stop(Message):
    """Ends the running job; without one it does nothing."""

    wire_name: ClassVar[str] = "stop"
    kind: StopKind


@dataclass(frozen=True, kw_only=True)
class Describe(Job):
    """Look at this computer; ends in ``Described``."""

    wire_name: ClassVar[str] = "describe"
    device: str = "auto"


@dataclass(frozen=True, kw_only=True)
class CheckDevice(Job):
    """Do real training steps of a small model on a device; ends in ``DeviceWorks``, or in what is wrong."""

    wire_name: ClassVar[str] = "check-device"
    device: str = "auto"


@dataclass(frozen=True, kw_only=True)
class ConvertStarter(Job):
    """Turn the starter's GGUF file into a transformers folder; ends in ``Converted``."""

    wire_name: ClassVar[str] = "convert-starter"
    gguf: str
    folder: str


@dataclass(frozen=True, kw_only=True)
class Train(Job):
    """Fine-tune a base model on the ``dataset.jsonl`` of a bot's folder; ends in ``Trained``.

    Attributes:
        bot: the bot's folder, which receives ``model/``, ``metrics.jsonl`` and ``checkpoints/``.
        base: the base model's folder.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        epochs: of one reading, at most.
        readings: how often the tweets are read, each time from the base model on and in another order.
            The mean of the weights that they lead to is kept where it is better.
        learning_rate: the peak, reached after ``warmup_share`` of a reading, then a cosine down to
            ``final_rate_share`` of it.
        batch_tokens: labelled tokens a step, about.
        micro_batch_tokens: the most tokens, padding included, that are computed at once: a batch is
            computed in parts where it has more. None: a batch is computed whole.
        activation_checkpointing: compute activations twice instead of keeping them for the backward pass.
        lora_rank: train additions of this rank to the linear layers; 0: all weights are trained.
        evaluations_per_epoch: how often the held-out loss is taken.
        patience: evaluations without a new best after which a reading ends.
        max_seconds: bound on the whole training, evaluation and saving included; None for none.
        prompt: what the samples shown during training begin with.
        resume: go on from the newest checkpoint in ``bot``.
    """

    wire_name: ClassVar[str] = "train"
    bot: str
    base: str
    device: str = "auto"
    epochs: float
    learning_rate: float
    warmup_share: float
    final_rate_share: float = 0.0
    weight_decay: float
    batch_tokens: int
    micro_batch_tokens: int | None = None
    activation_checkpointing: bool = False
    lora_rank: int = 0
    evaluations_per_epoch: int
    patience: int
    readings: int = 1
    max_seconds: float | None = None
    seed: int = 0
    prompt: str = "My dream is"
    resume: bool = False


@dataclass(frozen=True, kw_only=True)
class Generate(Job):
    """Write tweets with a bot; each comes as a ``Sample``; ends in ``Generated``.

    Attributes:
        model: the folder of the bot's model.
        top_k: 0 for off. ``min_p`` 0.0 and ``repetition_penalty`` 1.0 are off too.
        max_length: longest tweet, in characters as Twitter weighs them.
        seed: the same seed, prompt and settings give the same tweets.
    """

    wire_name: ClassVar[str] = "generate"
    model: str
    prompt: str
    count: int
    temperature: float
    top_p: float
    top_k: int
    min_p: float
    repetition_penalty: float
    max_length: int
    seed: int
    device: str = "auto"
