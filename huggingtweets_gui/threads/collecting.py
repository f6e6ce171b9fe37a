"""Collecting garbage where it is safe.

Python collects cycles in whatever thread happens to allocate. Where such a cycle holds a widget, the
widget is then destroyed outside of the thread of the window, and the process crashes.
"""

import gc
from types import TracebackType

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 500


class CollectingHere(QObject):
    """While it lasts, cycles are collected in this thread and in no other. Use it as a context."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_what_is_due)

    def __enter__(self) -> "CollectingHere":
        gc.disable()
        self._timer.start(_MILLISECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.stop()
        gc.enable()


def collect_what_is_due() -> None:
    """Collect the generations that are over Python's own thresholds, as it would do itself."""
    due = [
        generation
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > threshold
    ]
    if due:
        gc.collect(max(due))
