"""What the engine tells while it works."""

from dataclasses import dataclass
from typing import ClassVar

from huggingtweets_gui.messages.base import Event


@dataclass(frozen=True, kw_only=True)
class Ready(Event):
    """The engine has started and takes jobs."""

    wire_name: ClassVar[str] = "ready"
    torch: str
    transformers: str


@dataclass(frozen=True, kw_only=True)
class PackFailed(Event):
    """The GPU pack could not be loaded, for this ``reason``; the process ends, and another one is needed."""

    wire_name: ClassVar[str] = "pack-failed"
    reason: str


@dataclass(frozen=True, kw_only=True)
class Alive(Event):
    """The engine's process runs; said once a second, from its start to its end, whatever it does."""

    wire_name: ClassVar[str] = "alive"


@dataclass(frozen=True, kw_only=True)
class Leaving(Event):
    """The engine takes no job after this one, whose end comes next; for another one it starts anew."""

    wire_name: ClassVar[str] = "leaving"


@dataclass(frozen=True, kw_only=True)
class Silent(Event):
    """Nothing was heard of the engine for ``seconds``; told once, by the engine's client."""

    wire_name: ClassVar[str] = "silent"
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Answering(Event):
    """The engine that was ``Silent`` is heard again; told by the engine's client."""

    wire_name: ClassVar[str] = "answering"


@dataclass(frozen=True, kw_only=True)
class Device(Event):
    """Where the arithmetic happens, and why there.

    Attributes:
        device: ``cpu``, ``cuda`` or ``mps``.
        name: the hardware's name, such as "NVIDIA GeForce RTX 3060".
        reason: one sentence.
        precision: ``bf16``, ``fp16`` or ``fp32``.
        flops: floating-point operations a second, measured on a matrix product at that precision.
        cuda: the version of CUDA that torch was built with; None for a build without.
    """

    wire_name: ClassVar[str] = "device"
    device: str
    name: str
    reason: str
    precision: str
    free_memory: int
    total_memory: int
    flops: float
    cuda: str | None = None


@dataclass(frozen=True, kw_only=True)
class Phase(Event):
    """What is being done apart from training steps: ``done`` of ``total`` in ``unit`` (total 0: unknown)."""

    wire_name: ClassVar[str] = "phase"
    name: str
    done: int = 0
    total: int = 0
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Begun(Event):
    """The training loop begins at ``step`` (not 0 when resumed) of about ``steps``."""

    wire_name: ClassVar[str] = "begun"
    step: int
    steps: int
    epochs: float
    parameters: int
    training_tokens: int


@dataclass(frozen=True, kw_only=True)
class Reading(Event):
    """After ``step`` steps reading ``number`` of ``of`` begins: from the base model on, in another order."""

    wire_name: ClassVar[str] = "reading"
    step: int
    number: int
    of: int


@dataclass(frozen=True, kw_only=True)
class Step(Event):
    """One optimizer step is done.

    Attributes:
        steps: of the whole run, about: how long later readings are, the first one finds out.
        progress: the share of the run that is done, by steps or by time, 0 to 1.
    """

    wire_name: ClassVar[str] = "step"
    step: int
    steps: int
    progress: float
    epoch: float
    loss: float
    learning_rate: float
    tokens_per_second: float
    seconds_left: float
    memory: int


@dataclass(frozen=True, kw_only=True)
class Evaluation(Event):
    """The held-out loss after ``step`` steps; ``best`` when it is the lowest so far."""

    wire_name: ClassVar[str] = "evaluation"
    step: int
    loss: float
    bits: float
    best: bool


@dataclass(frozen=True, kw_only=True)
class Estimate(Event):
    """The held-out loss after ``step`` steps as far as it is known, from ``done`` of ``total`` tweets."""

    wire_name: ClassVar[str] = "estimate"
    step: int
    loss: float
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Samples(Event):
    """What the bot writes after ``step`` steps."""

    wire_name: ClassVar[str] = "samples"
    step: int
    texts: list[str]


@dataclass(frozen=True, kw_only=True)
class Checkpoint(Event):
    """A state to resume from was written after ``step`` steps."""

    wire_name: ClassVar[str] = "checkpoint"
    step: int


@dataclass(frozen=True, kw_only=True)
class Notice(Event):
    """Something the user should know, in a sentence."""

    wire_name: ClassVar[str] = "notice"
    text: str


@dataclass(frozen=True, kw_only=True)
class Sample(Event):
    """One finished tweet, prompt included; ``index`` counts from 0 in the order of finishing."""

    wire_name: ClassVar[str] = "sample"
    index: int
    text: str
