"""Going through something slow in a thread of its own, a little ahead of whoever asks for it."""

import threading
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from queue import Queue
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    """That there is nothing more, and what was raised instead of it."""

    error: BaseException | None = None


def prefetch(items: Iterable[T], ahead: int) -> Generator[T]:
    """Yield ``items``, each made while the caller deals with those before it.

    It pays where one of the two leaves the interpreter alone for long, as SQLite does. What making an
    item raises is raised here, in its turn. Close it (``contextlib.closing``) where it may be left
    before its end: nothing is made any more once that returns.

    Args:
        items: gone through in the other thread.
        ahead: how many are made before they are asked for, at the most.
    """
    made: Queue[T | _End] = Queue(ahead)
    left = threading.Event()

    def make() -> None:
        end = _End()
        try:
            for item in items:
                made.put(item)
                if left.is_set():
                    return
        except BaseException as error:
            end = _End(error)
        made.put(end)

    thread = threading.Thread(target=make, name="prefetch", daemon=True)
    thread.start()
    try:
        while not isinstance(item := made.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        left.set()
        while not made.empty():  # so that there is room for the one item on its way
            made.get_nowait()
        thread.join()
