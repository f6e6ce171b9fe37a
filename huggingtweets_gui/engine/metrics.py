"""``metrics.jsonl``: what the plots of a training are drawn from, one event a line."""

import json
from pathlib import Path

from huggingtweets_gui.messages import Event, encode


class MetricsLog:
    """Appends events to a file, so that they survive whatever happens to the training.

    Args:
        path: the file.
        step: what is written there of later steps is dropped: a resumed training does those anew.
    """

    def __init__(self, path: Path, step: int) -> None:
        kept = [line for line in _whole_lines(path) if json.loads(line)["step"] <= step] if step else []
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._file.writelines(line + "\n" for line in kept)

    def write(self, event: Event) -> None:
        """Append an event that has a ``step``."""
        self._file.write(encode(event) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _whole_lines(path: Path) -> list[str]:
    """Return the lines of a file; a last line that a kill cut off is left out."""
    if not path.is_file():
        return []
    *whole, _cut_off = path.read_text(encoding="utf-8").split("\n")
    return whole
