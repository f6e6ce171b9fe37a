"""Reading the losses of steps without making a GPU wait for being asked."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch

from huggingtweets_gui.messages import Step

_BEHIND = 2  # steps that a GPU may be ahead of what is read


@dataclass(frozen=True)
class _Unread:
    """A step whose loss is on its way to main memory; ``arrival`` is None where it is there already."""

    step: Step
    loss: torch.Tensor
    arrival: torch.cuda.Event | None


class LateLosses:
    """The last steps, in order, each told of once its loss has been computed."""

    def __init__(self) -> None:
        self._unread: deque[_Unread] = deque()

    def put(self, step: Step, loss: torch.Tensor) -> None:
        """Add a step that has been asked of the device, and its loss: a scalar there."""
        if not loss.is_cuda:
            self._unread.append(_Unread(step, loss, None))
            return
        arrival = torch.cuda.Event()
        copy = torch.empty((), pin_memory=True).copy_(loss, non_blocking=True)
        arrival.record()
        self._unread.append(_Unread(step, copy, arrival))

    def ready(self) -> Iterator[Step]:
        """Take the steps whose loss is there, and wait for those that are long overdue."""
        while self._unread:
            arrival = self._unread[0].arrival
            if arrival is not None and not arrival.query() and len(self._unread) <= _BEHIND:
                return
            yield self._take()

    def all(self) -> Iterator[Step]:
        """Wait for all steps put so far, and take them."""
        while self._unread:
            yield self._take()

    def forget(self) -> None:
        """Drop what is not read yet: those steps are undone."""
        self._unread.clear()

    def _take(self) -> Step:
        oldest = self._unread.popleft()
        if oldest.arrival is not None:
            oldest.arrival.synchronize()
        return replace(oldest.step, loss=oldest.loss.item())
