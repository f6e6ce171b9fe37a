"""Collecting garbage where it is safe.

Python collects cycles in whatever thread happens to allocate. Where such a cycle holds a widget, the
widget is then destroyed outside of the thread of the window, and the process crashes.
"""

import gc
from types import TracebackType

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 500
# Looking through so many takes a few milliseconds. Only a thread that reads tweets makes more at a time.
_MOST_NEW_OBJECTS = 20_000


class CollectingHere(QObject):
    """While it lasts, cycles are collected in this thread and in no other. Use it as a context."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_what_is_due)

    def __enter__(self) -> "CollectingHere":
        gc.disable()
        gc.freeze()  # What the program is made of stays for good: it is never looked through.
        self._timer.start(_MILLISECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect_what_is_due() -> None:
    """Collect the generations that are over Python's own thresholds, as it would do itself.

    Tweets by the thousand are left out of this collection and all later ones, which would hold up
    the window for as long as they are many: they are in no cycles, and freed without it. The few cycles
    that came at the same moment stay until the program ends.
    """
    if gc.get_count()[0] > _MOST_NEW_OBJECTS:
        gc.freeze()
        return
    due = [
        generation
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > threshold
    ]
    if due:
        gc.collect(max(due))
