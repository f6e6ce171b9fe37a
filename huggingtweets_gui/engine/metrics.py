"""``metrics.jsonl``: what the plots of a training are drawn from, one event a line."""

import json
from collections.abc import Callable
from pathlib import Path

from huggingtweets_gui.messages import Event, encode


class MetricsLog:
    """Appends events to a file, so that they survive whatever happens to the training, and passes them on.

    Args:
        path: the file.
        emit: is given each event recorded.
        resumed_at: the step that a training is resumed at: what the file holds of later ones is
            dropped, since they are done anew. None begins an empty file.
    """

    def __init__(self, path: Path, emit: Callable[[Event], None], resumed_at: int | None) -> None:
        self._emit = emit
        kept = []
        if resumed_at is not None:
            kept = [line for line in _whole_lines(path) if json.loads(line)["step"] <= resumed_at]
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._file.writelines(line + "\n" for line in kept)

    def record(self, event: Event) -> None:
        """Append an event that has a ``step``, and pass it on."""
        self._file.write(encode(event) + "\n")
        self._file.flush()
        self._emit(event)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _whole_lines(path: Path) -> list[str]:
    """Return the lines of a file; a last line that a kill cut off is left out."""
    if not path.is_file():
        return []
    *whole, _cut_off = path.read_text(encoding="utf-8").split("\n")
    return whole
