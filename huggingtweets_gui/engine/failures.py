"""What goes wrong in the arithmetic and on the disk, in the user's words."""

import errno
import random
import re
import traceback
from collections.abc import Callable

import torch

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import ConvertStarter, Job, Train

# How torch says it in a plain RuntimeError: on Linux, on Windows, on Apple's GPUs; C++ there and there;
# and the library of matrix products on NVIDIA's GPUs.
_OUT_OF_MEMORY = (
    "can't allocate memory",
    "not enough memory",
    "out of memory",
    "bad_alloc",
    "bad allocation",
    "CUBLAS_STATUS_ALLOC_FAILED",
)
# The whole of what oneDNN says where it finds no memory for the code of a matrix product. What it does
# not support is told before, of the primitive's descriptor.
_ONEDNN_OUT_OF_MEMORY = "could not create a primitive"
# What CUDA says of a driver older than itself, and of a card that it holds no code for.
_OLD_DRIVER = ("driver version is insufficient", "driver on your system is too old", "unsupported toolchain")
_NO_CODE = ("no kernel image", "is not compatible with the current PyTorch installation")
_MEMORY_FULL = {errno.ENOMEM, 1455}  # the last is Windows' own, where its paging file cannot grow
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, 112}  # the last is what Windows itself calls it
# safetensors has an error class of its own, which tells the system's number in its text alone.
_SYSTEM_NUMBER = re.compile(r"\(os error (\d+)\)")


def in_words(error: Exception, job: Job) -> UserError:
    """Return what to tell of an ``error`` in the middle of ``job``; call it where the error is handled."""
    details = traceback.format_exc()
    if is_out_of_memory(error):
        wanted = getattr(job, "device", "auto")
        device = "the graphics card" if wanted in ("cuda", "mps") else "this computer"
        return UserError(ErrorCode.OUT_OF_MEMORY, details=details, device=device)
    if is_disk_full(error) and isinstance(job, Train | ConvertStarter):
        folder = job.bot if isinstance(job, Train) else job.folder
        return UserError(ErrorCode.NO_ROOM, details=details, name=folder)
    return UserError(ErrorCode.ENGINE_FAILED, details=details)


def device_failure(error: RuntimeError) -> ErrorCode:
    """Return what an error says of a device that fails to compute, where it does not lack memory."""
    words = str(error)
    if any(sign in words for sign in _OLD_DRIVER):
        return ErrorCode.DEVICE_DRIVER_OLD
    if any(sign in words for sign in _NO_CODE):
        return ErrorCode.DEVICE_NOT_SUPPORTED
    return ErrorCode.DEVICE_BROKEN


def is_out_of_memory(error: Exception) -> bool:
    """Return whether an error says that the memory of the computer or of its GPU is used up."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    words = str(error)
    if isinstance(error, RuntimeError):
        return spoils_its_thread(error) or any(sign in words for sign in _OUT_OF_MEMORY)
    if isinstance(error, OSError):
        return bool({error.errno, getattr(error, "winerror", None)} & _MEMORY_FULL)
    return _system_number(words) in _MEMORY_FULL


def lack_of_memory(work: Callable[[], object]) -> str | None:
    """Do a piece of work; return what is said where there is too little memory for it, None where it is done.

    What the work has taken is free again then. Where the error is handled it is not yet: its traceback
    still holds the tensors.
    """
    try:
        work()
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        return repr(error)
    return None


def spoils_its_thread(error: Exception) -> bool:
    """Return whether after this error nothing can be computed in 16 bits in the same thread any more.

    oneDNN 3.12, which is in torch 2.13, keeps an error of Xbyak's, for each thread, and never clears it:
    https://github.com/uxlfoundation/oneDNN/pull/5907
    """
    return isinstance(error, RuntimeError) and str(error) == _ONEDNN_OUT_OF_MEMORY


def is_thread_spoilt() -> bool:
    """Try whether the present thread still computes in 16 bits, see ``spoils_its_thread``."""
    width = random.randrange(1, 1 << 16)  # Of a shape that it has seen it keeps the code.
    try:
        torch.ones(2, width, dtype=torch.bfloat16) @ torch.ones(width, 2, dtype=torch.bfloat16)
    except RuntimeError as error:
        return spoils_its_thread(error)
    return False


def is_disk_full(error: Exception) -> bool:
    """Return whether an error of the system, or of safetensors, says that there is no room on the disk."""
    if isinstance(error, OSError):
        return error.errno in _DISK_FULL
    return _system_number(str(error)) in _DISK_FULL


def _system_number(words: str) -> int | None:
    number = _SYSTEM_NUMBER.search(words)
    return None if number is None else int(number[1])
