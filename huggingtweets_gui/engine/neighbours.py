"""Whether other programs compute too, and how our threads then wait for each other.

The threads that compute a product together wait for the next one awake, for milliseconds. While they have
all cores that pays: the next of the thousands of products in a step comes within microseconds, and to be
woken takes a thread longer than that. As soon as another program computes too, one thread has to share its
core, and what is waited for is a thread that does not run because another of ours is awake in its place: a
step takes many times as long. So we look whether others compute, and while they do our threads fall asleep
soon. ``tests/benchmarks/busy_machine.py`` measures it.

GNU's OpenMP, with which torch computes on Linux, lets them do so by itself while it has more threads than
there are cores, as its manual says of GOMP_SPINCOUNT: it is given some that do nothing. What is computed
stays the same, to the last bit. Intel's OpenMP, with which it computes on Windows, is left as it is: it
yields the core while it waits, and was on Linux as fast beside another program with long waits as with short.
"""

import sys
import threading
import time
from collections.abc import Iterator

import psutil
import torch

_LOOK_SECONDS = 1.0
_BUSY = 0.25  # cores that others take of those that our threads need: more than a window that is painted
_QUIET = 0.15
_QUIET_LOOKS = 3  # until it is quiet again: compilers and browsers pause for a moment too
_SHARED_WORK = 1 << 20  # elements: so many are shared out among threads


def make_way() -> None:
    """Let all threads of this process fall asleep soon, until the calling thread ends.

    It is for a thread that computes beside the one that trains, and for those that do nothing. Where a
    processor has cores to spare for its threads, it changes nothing.
    """
    torch.zeros(_SHARED_WORK).add_(1)  # Whoever has computed in parallel has threads of its own.


def watch_neighbours() -> None:
    """Make way for other programs whenever they compute, from now on, in a thread of its own."""
    if sys.platform == "linux" and torch.get_num_threads() > 1:
        threading.Thread(target=_watch, name="neighbours", daemon=True).start()


def _watch() -> None:
    cores = len(psutil.Process().cpu_affinity() or ())
    spare = cores - torch.get_num_threads()
    crowd: _Crowd | None = None
    quiet_looks = 0
    for load in _loads():
        quiet_looks = quiet_looks + 1 if load < spare + _QUIET else 0
        if crowd is None and load > spare + _BUSY:
            crowd = _Crowd(spare)
        elif crowd is not None and quiet_looks >= _QUIET_LOOKS:
            crowd.leave()
            crowd = None


def _loads() -> Iterator[float]:
    """Tell how many cores others keep busy, again and again; the host of a virtual machine is one of them."""
    last = _cpu_seconds()
    while True:
        time.sleep(_LOOK_SECONDS)
        now = _cpu_seconds()
        passed, others = (after - before for after, before in zip(now, last, strict=True))
        last = now
        yield others / passed


def _cpu_seconds() -> tuple[float, float]:
    """Return the time, and the seconds that cores have been busy for others than this process."""
    all_times = psutil.cpu_times()
    busy = sum(all_times) - all_times.idle - all_times.iowait
    busy -= all_times.guest + all_times.guest_nice  # They are part of the user's time already.
    return time.monotonic(), busy - time.process_time()


class _Crowd:
    """Threads that do nothing, as many as OpenMP needs for more threads than cores.

    Args:
        spare: cores that are more than the threads of a product.
    """

    def __init__(self, spare: int) -> None:
        self._left = threading.Event()
        for _ in range(spare // (torch.get_num_threads() - 1) + 1):
            threading.Thread(target=self._stand, name="crowd", daemon=True).start()

    def leave(self) -> None:
        """End them."""
        self._left.set()

    def _stand(self) -> None:
        make_way()
        self._left.wait()
