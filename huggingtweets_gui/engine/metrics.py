"""``metrics.jsonl``: what the plots of a training are drawn from, one event a line."""

import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from huggingtweets_gui.engine.failures import is_disk_full
from huggingtweets_gui.engine.training_state import TrainingState
from huggingtweets_gui.messages import Event, Reading, Step, encode, to_dict


class MetricsLog(AbstractContextManager["MetricsLog"]):
    """Appends events to a file, so that they survive whatever happens to the training, and passes them on.

    What a full disk does not take waits in memory until there is room.

    Args:
        path: the file.
        emit: is given each event recorded.
        resumed_at: where a training is resumed: what the file holds of later moments is dropped. None
            begins an empty file.
    """

    def __init__(self, path: Path, emit: Callable[[Event], None], resumed_at: TrainingState | None) -> None:
        self._path = path
        self._emit = emit
        self._file = path.open("ab", buffering=0)
        self._waiting: list[Event] = []
        # Cut off, not written anew: what is kept is safe at any moment.
        self._file.truncate(0 if resumed_at is None else _end(path, resumed_at))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def record(self, event: Event) -> None:
        """Append an event that has a ``step``, and pass it on."""
        self._waiting.append(event)
        self._write()
        self._emit(event)

    def cut_back(self, state: TrainingState) -> None:
        """Drop what was recorded after the training stood at ``state``: it is done anew."""
        self._waiting = [event for event in self._waiting if not _is_later(to_dict(event), state)]
        self._file.truncate(_end(self._path, state))

    def _write(self) -> None:
        lines = "".join(encode(event) + "\n" for event in self._waiting).encode()
        end = self._file.seek(0, os.SEEK_END)
        try:
            if self._file.write(lines) == len(lines):
                self._waiting = []
                return
        except OSError as error:
            if not is_disk_full(error):
                raise
        self._file.truncate(end)


def _end(path: Path, state: TrainingState) -> int:
    """Return the bytes of the lines up to this state; a line that was cut off or damaged ends them too."""
    end = 0
    with path.open("rb") as lines:
        for line in lines:
            try:
                if not line.endswith(b"\n") or _is_later(json.loads(line), state):
                    break
            except (ValueError, TypeError, KeyError):
                break
            end += len(line)
    return end


def _is_later(record: dict[str, Any], state: TrainingState) -> bool:
    if record["event"] == Reading.wire_name:
        return bool(record["number"] > state.reading)
    # A look at the held-out tweets, and the samples with it, come after the step that they belong to.
    last = state.step if record["event"] == Step.wire_name else state.looked_step
    return bool(record["step"] > last)
