"""``metrics.jsonl``: what the plots of a training are drawn from, one event a line."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from huggingtweets_gui.messages import Event, encode


class MetricsLog(AbstractContextManager["MetricsLog"]):
    """Appends events to a file, so that they survive whatever happens to the training, and passes them on.

    Args:
        path: the file.
        emit: is given each event recorded.
        resumed_at: the step that a training is resumed at: what the file holds of later ones is
            dropped. None begins an empty file.
    """

    def __init__(self, path: Path, emit: Callable[[Event], None], resumed_at: int | None) -> None:
        self._path = path
        self._emit = emit
        self._file = path.open("a", encoding="utf-8", newline="\n")
        if resumed_at is None:
            self._file.truncate(0)
        else:
            self.cut_back(resumed_at)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def record(self, event: Event) -> None:
        """Append an event that has a ``step``, and pass it on."""
        self._file.write(encode(event) + "\n")
        self._file.flush()
        self._emit(event)

    def cut_back(self, step: int) -> None:
        """Drop what the file holds of steps after ``step``: they are done anew."""
        # Cut off, not written anew: what is kept is safe at any moment.
        self._file.truncate(_end_of_step(self._path, step))


def _end_of_step(path: Path, step: int) -> int:
    """Return the bytes of the lines up to this step; a line that was cut off or damaged ends them too."""
    end = 0
    with path.open("rb") as lines:
        for line in lines:
            try:
                if not line.endswith(b"\n") or json.loads(line)["step"] > step:
                    break
            except (ValueError, TypeError, KeyError):
                break
            end += len(line)
    return end
