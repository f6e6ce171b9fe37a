"""What crosses between the program and its engine, as one JSON object a line.

To the engine go *jobs* and *stops*, from it come *events*. Every job ends in exactly one ``End``:
the job's own kind of success, ``Cancelled`` or ``Failed``.

Losses are in nats a token, bits are bits a character (summed nats over ln 2, each tweet's end
counted, divided by the tweets' code points), times are in seconds, memory is in bytes, and
paths are strings.
"""

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

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
class Message:
    """Anything that crosses; ``wire_name`` is its name there."""

    wire_name: ClassVar[str] = ""


@dataclass(frozen=True, kw_only=True)
class Job(Message):
    """Something for the engine to do. It does one at a time."""


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
        learning_rate: the peak, reached after ``warmup_share`` of the run, then a cosine down to zero.
        batch_tokens: labelled tokens a step, about.
        evaluations_per_epoch: how often the held-out loss is taken.
        patience: evaluations without a new best after which the run ends.
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
    weight_decay: float
    batch_tokens: int
    evaluations_per_epoch: int
    patience: int
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


@dataclass(frozen=True, kw_only=True)
class Event(Message):
    """Something that happened in the engine."""


@dataclass(frozen=True, kw_only=True)
class Ready(Event):
    """The engine has started and takes jobs."""

    wire_name: ClassVar[str] = "ready"
    torch: str
    transformers: str


@dataclass(frozen=True, kw_only=True)
class Device(Event):
    """Where the arithmetic happens, and why there.

    Attributes:
        device: ``cpu``, ``cuda`` or ``mps``.
        name: the hardware's name, such as "NVIDIA GeForce RTX 3060".
        reason: one sentence.
        precision: ``bf16``, ``fp16`` or ``fp32``.
        flops: floating-point operations a second, measured on a matrix product at that precision.
    """

    wire_name: ClassVar[str] = "device"
    device: str
    name: str
    reason: str
    precision: str
    free_memory: int
    total_memory: int
    flops: float


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
    """The training loop begins at ``step`` (not 0 when resumed) of at most ``steps``."""

    wire_name: ClassVar[str] = "begun"
    step: int
    steps: int
    epochs: float
    parameters: int
    training_tokens: int


@dataclass(frozen=True, kw_only=True)
class Step(Event):
    """One optimizer step is done.

    Attributes:
        steps: of the whole run, at most: a bound on the time can end it before.
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


@dataclass(frozen=True, kw_only=True)
class End(Event):
    """The job is over."""


@dataclass(frozen=True, kw_only=True)
class Described(End):
    """``Describe`` is done."""

    wire_name: ClassVar[str] = "described"


@dataclass(frozen=True, kw_only=True)
class Converted(End):
    """``ConvertStarter`` is done."""

    wire_name: ClassVar[str] = "converted"


@dataclass(frozen=True, kw_only=True)
class Trained(End):
    """The bot has its model: the weights with the lowest held-out loss.

    Attributes:
        reason: ``complete``, ``early-stop``, ``time`` or ``stopped`` (by the user).
        test_loss, test_bits: on the test tweets, which no choice was made on.
        weights_sha256: of ``model/model.safetensors``.
    """

    wire_name: ClassVar[str] = "finished"
    bot: str
    reason: str
    steps: int
    epochs: float
    seconds: float
    base_loss: float
    base_bits: float
    best_loss: float
    best_bits: float
    best_step: int
    test_loss: float
    test_bits: float
    device: str
    precision: str
    weights_sha256: str


@dataclass(frozen=True, kw_only=True)
class Generated(End):
    """All tweets asked for are written."""

    wire_name: ClassVar[str] = "generated"
    count: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Cancelled(End):
    """The job was stopped; a training with a checkpoint goes on from ``resumable_step`` when resumed."""

    wire_name: ClassVar[str] = "cancelled"
    resumable_step: int | None = None


@dataclass(frozen=True, kw_only=True)
class Failed(End):
    """The job failed: an ``ErrorCode``, its sentence and advice, and details for the log."""

    wire_name: ClassVar[str] = "failed"
    code: str
    sentence: str
    advice: str
    details: str = ""


def _kinds(base: type[Message]) -> dict[str, type[Message]]:
    found = {base.wire_name: base} if base.wire_name else {}
    for kind in base.__subclasses__():
        found |= _kinds(kind)
    return found


_KINDS = _kinds(Message)
_KEYS = ((Event, "event"), (Job, "job"), (Stop, "control"))


def to_dict(message: Message) -> dict[str, Any]:
    """Return the message as JSON's types, its name under ``event``, ``job`` or ``control``."""
    key = next(key for kind, key in _KEYS if isinstance(message, kind))
    return {key: message.wire_name, **dataclasses.asdict(message)}


def from_dict(record: dict[str, Any]) -> Message:
    """Return the message in ``record``. Unknown fields are ignored, so that newer files can be read.

    Raises:
        ValueError: the record is no message.
    """
    name = next((record[key] for _, key in _KEYS if key in record), None)
    if not isinstance(name, str) or name not in _KINDS:
        raise ValueError(f"not a message: {name!r}")
    kind = _KINDS[name]
    fields = {field.name for field in dataclasses.fields(kind)}
    values = {key: value for key, value in record.items() if key in fields}
    try:
        if kind is Stop:
            values["kind"] = StopKind(values["kind"])
        return kind(**values)
    except (TypeError, KeyError) as error:
        raise ValueError(f"message {name!r} lacks fields") from error


def encode(message: Message) -> str:
    """Return the message as one line of JSON, without the line's end."""
    return json.dumps(to_dict(message), ensure_ascii=False)


def decode(line: str) -> Message:
    """Return the message in a line of JSON.

    Raises:
        ValueError: the line is no message.
    """
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("not a message: no object of JSON")
    return from_dict(record)
