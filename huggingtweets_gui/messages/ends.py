"""How a job ends: in exactly one of these."""

from dataclasses import dataclass
from typing import ClassVar

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.messages.base import End


@dataclass(frozen=True, kw_only=True)
class Described(End):
    """``Describe`` is done."""

    wire_name: ClassVar[str] = "described"


@dataclass(frozen=True, kw_only=True)
class DeviceWorks(End):
    """``CheckDevice`` is done: the device trains, and computes what it should.

    Attributes:
        device: ``cpu``, ``cuda`` or ``mps``.
        name: the hardware's.
        precision: of the steps.
        flops: floating-point operations a second in training steps.
        peak_flops: the same in a matrix product alone.
    """

    wire_name: ClassVar[str] = "device-works"
    device: str
    name: str
    precision: str
    flops: float
    peak_flops: float


@dataclass(frozen=True, kw_only=True)
class Converted(End):
    """``ConvertStarter`` is done."""

    wire_name: ClassVar[str] = "converted"


@dataclass(frozen=True, kw_only=True)
class Trained(End):
    """The bot has its model: the weights with the lowest held-out loss.

    Attributes:
        reason: ``complete``, ``early-stop``, ``time``, ``stopped`` (by the user) or ``diverged`` (the
            loss was no longer a number).
        readings: how many the kept weights are the mean of.
        test_loss, test_bits: on the test tweets, which no choice was made on; None where the user
            stopped the training and measuring them would have taken too long.
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
    readings: int = 1
    test_loss: float | None
    test_bits: float | None
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

    @classmethod
    def of(cls, error: UserError) -> "Failed":
        """Return what tells of ``error``, without holding on to it."""
        return cls(code=error.code, sentence=error.sentence, advice=error.advice, details=error.details)
