"""Which device does the arithmetic, and why that one."""

import gc
import logging
import platform
import time
from dataclasses import dataclass

import psutil
import torch

from huggingtweets_gui import messages
from huggingtweets_gui.engine.failures import device_failure, is_out_of_memory
from huggingtweets_gui.engine.gpu_pack import pack_failure
from huggingtweets_gui.engine.heap import give_back_freed_memory
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_log = logging.getLogger(__name__)

# The first NVIDIA generations with fast arithmetic in bf16, and in fp16.
_AMPERE, _VOLTA = (8, 0), (7, 0)
# Wide enough to keep the device busy, narrow enough for a slow one to be done in time.
_PROBE_SIZES = {"cpu": 768, "cuda": 4096, "mps": 2048}
_PROBE_SECONDS = 0.15
_PROBE_PRODUCTS = 4  # queued at once: a GPU computes while the next one is prepared
# With less free memory no model of the catalogue trains or writes on a graphics card: a game has it.
_LEAST_FREE = 512 << 20
_FAILURES = {
    ErrorCode.DEVICE_DRIVER_OLD: "its driver is too old for the installed PyTorch",
    ErrorCode.DEVICE_NOT_SUPPORTED: "the installed PyTorch was not built for it",
    ErrorCode.DEVICE_BROKEN: "it fails as soon as it computes",
}
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

    def memory_used(self) -> int:
        """Return the bytes that this process takes there."""
        if self.kind == "cuda":
            return int(torch.cuda.memory_reserved())
        if self.kind == "mps":
            return int(torch.mps.driver_allocated_memory())
        return int(psutil.Process().memory_info().rss)

    def describe(self) -> messages.Device:
        """Return what the user is told of it; takes a moment to measure its speed."""
        free, total = self._memory()
        return messages.Device(
            device=self.kind,
            name=self.name,
            reason=self.reason,
            precision=self.precision,
            free_memory=free,
            total_memory=total,
            flops=self.measure_flops(),
            cuda=torch.version.cuda,
        )

    @property
    def name(self) -> str:
        """The hardware's name, such as "NVIDIA GeForce RTX 3060"."""
        if self.kind == "cuda":
            return torch.cuda.get_device_name()
        if self.kind == "mps":
            return "Apple graphics processor"
        cores = torch.get_num_threads()
        return f"Processor, {cores} {'core' if cores == 1 else 'cores'}"

    def measure_flops(self) -> float:
        """Return the floating-point operations a second of a matrix product; it takes a moment."""
        size = _PROBE_SIZES[self.kind]
        matrix = torch.ones(size, size, dtype=self.dtype, device=self.torch_device)
        (matrix @ matrix)[0, 0].item()
        start, products = time.perf_counter(), 0
        while time.perf_counter() - start < _PROBE_SECONDS:
            for _ in range(_PROBE_PRODUCTS):
                product = matrix @ matrix
            product[0, 0].item()  # waits for all of them
            products += _PROBE_PRODUCTS
        return products * 2 * size**3 / (time.perf_counter() - start)

    def _memory(self) -> tuple[int, int]:
        if self.kind == "cuda":
            return _free_on_card()
        memory = psutil.virtual_memory()
        return int(memory.available), int(memory.total)


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
        failure = pack_failure()
        if failure is not None:
            return _cpu(f"The GPU pack could not be loaded: {failure}. Using the processor.")
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
    return Device("cpu", reason, "bf16" if _has_bf16() else "fp32")


def _has_bf16() -> bool:
    """Return whether the processor itself computes in bf16.

    Of any with AVX-512 oneDNN says that it can. Those without instructions for it, such as Skylake-X and
    Tiger Lake, do so in detours that take twice as long as fp32.
    """
    # Builds without oneDNN, such as those for Apple's processors, do not even have the question.
    if not (torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()):
        return False
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return True
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def _cuda(reason: str) -> Device:
    capability = torch.cuda.get_device_capability()
    if capability >= _AMPERE:
        return Device("cuda", reason, "bf16")
    return Device("cuda", reason, "fp16" if capability >= _VOLTA else "fp32")


def free_cache() -> None:
    """Give back what is in use no more: memory that is kept for later, and that of GPUs."""
    # A network that computed in 16 bits refers to itself, see MasterWeights.
    gc.collect()
    give_back_freed_memory()
    if torch.cuda.is_initialized():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()


def _why_no_cuda() -> str | None:
    if torch.cuda.is_available():
        return _why_no_product()
    failure = pack_failure()
    if failure is not None:
        return f"the GPU pack could not be loaded: {failure}"
    if torch.version.cuda is None:
        return "the installed PyTorch is the build without CUDA"
    if torch.cuda.device_count() == 0:
        return "no NVIDIA graphics card or driver was found"
    return "the NVIDIA driver does not work with this PyTorch"


def _why_no_product() -> str | None:
    """Try what may fail on a card that is full, broken, or too old or too new for this build."""
    try:
        matrix = torch.ones(8, 8, device="cuda")
        (matrix @ matrix).sum().item()
        is_full = _free_on_card()[0] < _LEAST_FREE
    except RuntimeError as error:
        _log.warning("the graphics card fails: %r", error)
        if not is_out_of_memory(error):
            return _FAILURES[device_failure(error)]
        is_full = True
    return "its memory is full" if is_full else None


def _free_on_card() -> tuple[int, int]:
    """Return the bytes free on the graphics card, and all of its bytes."""
    torch.cuda.empty_cache()  # what earlier jobs have left there is free too
    free, total = torch.cuda.mem_get_info()
    return int(free), int(total)
