"""What happens to memory that is freed, where GNU's C library has it.

A training step makes the same tensors as the step before it. By itself the library gives the larger ones back
to the system when they are freed, and the next step gets them page by page and zeroed first, which takes a
twelfth of its time. So the engine keeps what is freed, and gives it back when a job is done, and before what
needs tensors of other sizes. ``tests/benchmarks/kept_memory.py`` measures it. On Windows and macOS nothing is
changed.
"""

import ctypes
import functools
import sys

# Of malloc.h: how much at the heap's end may be free, and how many blocks may lie outside the heap.
_M_TRIM_THRESHOLD = -1
_M_MMAP_MAX = -4
_NEVER = (1 << 31) - 1


def keep_freed_memory() -> None:
    """Keep for later what is freed in this process from now on."""
    library = _gnu_library()
    if library is not None:
        library.mallopt(_M_TRIM_THRESHOLD, _NEVER)
        library.mallopt(_M_MMAP_MAX, 0)


def give_back_freed_memory() -> None:
    """Give all freed memory of this process back to the system."""
    library = _gnu_library()
    if library is not None:
        library.malloc_trim(0)


@functools.cache
def _gnu_library() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None  # musl has none
