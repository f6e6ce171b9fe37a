"""Which device does the arithmetic, and why that one."""

import time
from dataclasses import dataclass

import psutil
import torch

from huggingtweets_gui import messages
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_AMPERE = (8, 0)  # The first NVIDIA generation with bf16.
_PROBE_SIZE = 768
_PROBE_SECONDS = 0.15
_DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}


@dataclass(frozen=True)
class Device:
    """The device of a job.

    Attributes:
        kind: ``cpu``, ``cuda`` or ``mps``.
        reason: why this one, in a sentence.
        precision: of the arithmetic, ``bf16``, ``fp16`` or ``fp32``; weights are always kept in fp32.
    """

    kind: str
    reason: str
    precision: str

    @property
    def torch_device(self) -> torch.device:
        """The device as torch names it."""
        return torch.device(self.kind)

    @property
    def dtype(self) -> torch.dtype:
        """The precision as torch names it."""
        return _DTYPES[self.precision]

    def autocast(self) -> torch.autocast:
        """Return a context in which matrix products are done in ``precision``."""
        return torch.autocast(self.kind, dtype=self.dtype, enabled=self.precision != "fp32")

    def memory_used(self) -> int:
        """Return the bytes that this process takes there."""
        if self.kind == "cuda":
            return int(torch.cuda.max_memory_allocated())
        if self.kind == "mps":
            return int(torch.mps.driver_allocated_memory())
        return int(psutil.Process().memory_info().rss)

    def describe(self) -> messages.Device:
        """Return what the user is told of it; takes a moment to measure its speed."""
        free, total = self._memory()
        return messages.Device(
            device=self.kind,
            name=self._name(),
            reason=self.reason,
            precision=self.precision,
            free_memory=free,
            total_memory=total,
            flops=self._measure_flops(),
        )

    def _name(self) -> str:
        if self.kind == "cuda":
            return torch.cuda.get_device_name()
        if self.kind == "mps":
            return "Apple graphics processor"
        return f"Processor, {torch.get_num_threads()} cores"

    def _memory(self) -> tuple[int, int]:
        if self.kind == "cuda":
            free, total = torch.cuda.mem_get_info()
            return int(free), int(total)
        memory = psutil.virtual_memory()
        return int(memory.available), int(memory.total)

    def _measure_flops(self) -> float:
        matrix = torch.ones(_PROBE_SIZE, _PROBE_SIZE, dtype=self.dtype, device=self.torch_device)
        (matrix @ matrix)[0, 0].item()
        start, products = time.perf_counter(), 0
        while time.perf_counter() - start < _PROBE_SECONDS:
            (matrix @ matrix)[0, 0].item()
            products += 1
        return products * 2 * _PROBE_SIZE**3 / (time.perf_counter() - start)


def choose_device(wanted: str = "auto") -> Device:
    """Return the device to use.

    Args:
        wanted: ``cpu``, ``cuda`` or ``mps``, or ``auto`` for the best that works.

    Raises:
        UserError: DEVICE_UNAVAILABLE where ``wanted`` cannot be used.
    """
    if wanted == "auto":
        if _why_no_cuda() is None:
            return _cuda("It is the fastest device here.")
        if torch.backends.mps.is_available():
            return Device("mps", "It is the fastest device here.", "fp32")
        return _cpu(f"There is no graphics card to use: {_why_no_cuda()}.")
    reason = "You chose it."
    if wanted == "cpu":
        return _cpu(reason)
    if wanted == "mps" and torch.backends.mps.is_available():
        return Device("mps", reason, "fp32")
    why_not = _why_no_cuda() if wanted == "cuda" else "this computer has none"
    if wanted == "cuda" and why_not is None:
        return _cuda(reason)
    raise UserError(ErrorCode.DEVICE_UNAVAILABLE, name=wanted, reason=why_not)


def _cpu(reason: str) -> Device:
    # Builds without oneDNN, such as those for Apple's processors, do not even have the question.
    has_bf16 = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return Device("cpu", reason, "bf16" if has_bf16 else "fp32")


def _cuda(reason: str) -> Device:
    precision = "bf16" if torch.cuda.get_device_capability() >= _AMPERE else "fp32"
    return Device("cuda", reason, precision)


def _why_no_cuda() -> str | None:
    if torch.cuda.is_available():
        return None
    if torch.version.cuda is None:
        return "the installed PyTorch is the build without CUDA"
    if torch.cuda.device_count() == 0:
        return "no NVIDIA graphics card or driver was found"
    return "the NVIDIA driver does not work with this PyTorch"
