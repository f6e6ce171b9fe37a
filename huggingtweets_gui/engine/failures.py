"""What goes wrong in the arithmetic and on the disk, in the user's words."""

import errno
import re
import traceback

import torch

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import ConvertStarter, Job, Train

# How torch says it in a plain RuntimeError: on Linux, on Windows, on Apple's GPUs.
_OUT_OF_MEMORY = ("can't allocate memory", "not enough memory", "out of memory")
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, 112}  # the last is what Windows itself calls it
# safetensors has an error class of its own, which tells the system's number in its text alone.
_SYSTEM_NUMBER = re.compile(r"\(os error (\d+)\)")


def in_words(error: Exception, job: Job) -> UserError:
    """Return what to tell of an ``error`` in the middle of ``job``; call it where the error is handled."""
    details = traceback.format_exc()
    if is_out_of_memory(error):
        wanted = getattr(job, "device", "auto")
        device = "this computer" if wanted == "auto" else wanted
        return UserError(ErrorCode.OUT_OF_MEMORY, details=details, device=device)
    if is_disk_full(error) and isinstance(job, Train | ConvertStarter):
        folder = job.bot if isinstance(job, Train) else job.folder
        return UserError(ErrorCode.NO_ROOM, details=details, name=folder)
    return UserError(ErrorCode.ENGINE_FAILED, details=details)


def is_out_of_memory(error: Exception) -> bool:
    """Return whether an error says that the memory of the computer or of its GPU is used up."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _OUT_OF_MEMORY)


def is_disk_full(error: Exception) -> bool:
    """Return whether an error of the system, or of safetensors, says that there is no room on the disk."""
    if isinstance(error, OSError):
        return error.errno in _DISK_FULL
    number = _SYSTEM_NUMBER.search(str(error))
    return number is not None and int(number[1]) in _DISK_FULL
