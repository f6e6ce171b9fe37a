"""What the benchmarks of training have in common: the record of a run, and the peaks of a machine."""

import time
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import psutil
import torch

_PEAK_SIZE = 2048
_PEAK_TIMES = 12


@dataclass(frozen=True)
class Look:
    """The held-out loss, nats a token and bits a character, after so many labelled tokens of steps."""

    step: int
    tokens: int
    loss: float
    bits: float


@dataclass
class Curve:
    """The held-out loss over a run, and the labelled tokens and seconds of each of its steps.

    Evaluations take no part in the seconds.
    """

    looks: list[Look] = field(default_factory=list)
    step_tokens: list[int] = field(default_factory=list)
    step_seconds: list[float] = field(default_factory=list)

    def count(self, tokens: int, seconds: float) -> None:
        """Count a step of this many labelled tokens."""
        self.step_tokens.append(tokens)
        self.step_seconds.append(seconds)

    def look(self, step: int, loss: float, bits: float) -> bool:
        """Add a look at the held-out tweets; return whether it is the best so far."""
        is_best = all(loss < earlier.loss for earlier in self.looks)
        self.looks.append(Look(step, sum(self.step_tokens), loss, bits))
        return is_best

    @property
    def tokens(self) -> int:
        """Labelled tokens of all steps."""
        return sum(self.step_tokens)

    @property
    def best(self) -> Look:
        """The look with the lowest loss."""
        return min(self.looks, key=lambda look: look.loss)

    def tokens_to(self, loss: float) -> float | None:
        """Return after how many tokens the held-out loss was first this low; None if never.

        Between two looks it is taken for a straight line.
        """
        for before, after in pairwise(self.looks):
            if after.loss <= loss < before.loss:
                share = (before.loss - loss) / (before.loss - after.loss)
                return before.tokens + share * (after.tokens - before.tokens)
        return None


@dataclass(frozen=True)
class Outcome:
    """One training: its curve on validation tweets, and its losses on the test tweets.

    Attributes:
        test_loss, test_bits: of the weights that were best on the validation tweets.
        final_test_loss, final_test_bits: of the weights after the last step.
        memory: the most bytes that the process has taken, on the GPU where it has used one.
    """

    curve: Curve
    test_loss: float
    test_bits: float
    final_test_loss: float
    final_test_bits: float
    memory: int

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Outcome":
        """Read what ``to_json`` returned."""
        curve = values["curve"]
        looks = [Look(**look) for look in curve["looks"]]
        return cls(**{**values, "curve": Curve(**{**curve, "looks": looks})})


def peak_memory() -> int:
    """Return the most bytes that this process has taken so far."""
    if torch.cuda.is_available():
        return int(torch.cuda.max_memory_allocated())
    if psutil.WINDOWS:
        return int(psutil.Process().memory_info().peak_wset)
    import resource  # Windows has none.

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if psutil.MACOS else 1024)


def matmul_peak(device: torch.device, dtype: torch.dtype) -> float:
    """Return the floating-point operations a second of a large matrix product, the best of some."""
    left = torch.randn(_PEAK_SIZE, _PEAK_SIZE, device=device).to(dtype)
    best = float("inf")
    for _ in range(_PEAK_TIMES):
        began = time.perf_counter()
        left @ left
        if device.type == "cuda":
            torch.cuda.synchronize()
        best = min(best, time.perf_counter() - began)
    return 2 * _PEAK_SIZE**3 / best
