"""When the checkpoints of a training are written, which are kept, and which one it goes on from."""

import errno
import logging
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType

import psutil
from safetensors import SafetensorError

from huggingtweets_gui.engine.checkpoint_files import CheckpointDamaged, read_checkpoint, write_checkpoint
from huggingtweets_gui.engine.failures import is_disk_full, is_out_of_memory
from huggingtweets_gui.engine.snapshot import Snapshot, Tensors
from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.messages import Checkpoint, Event, Notice

_KEPT = 2
_MARGIN = 200_000_000  # bytes that a checkpoint leaves free on the disk
# Writing in the background takes some of a core and of the disk from the training, but does not stop it.
_BACKGROUND_WEIGHT = 0.25
_MEMORY_SHARE = 0.7  # of the free memory, at most, goes into the copy that is written from

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rhythm:
    """How often checkpoints are written: each costs gigabytes of writing.

    Attributes:
        shortest_pause: seconds between two of them at least.
        share: of the time, at most, that goes into them.
    """

    shortest_pause: float = 20.0
    share: float = 0.05

    def pause(self, cost: float) -> float:
        """Return the seconds to the next one when the last has cost the training ``cost`` seconds."""
        return max(self.shortest_pause, cost / self.share)


class Checkpoints(AbstractContextManager["Checkpoints"]):
    """The checkpoints of one run: the two newest are kept, each written whole or not at all.

    All methods are for the thread that trains; leaving the context waits for what is being written.

    Args:
        layout: the bot's folder.
        emit: is told of each checkpoint once it is on the disk, and of what went wrong.
        cancelled: asked while one is written; yes gives it up.
        rhythm: how often they are written.
        margin: bytes left free on the disk.
    """

    def __init__(
        self,
        layout: BotLayout,
        emit: Callable[[Event], None],
        cancelled: Callable[[], bool],
        rhythm: Rhythm,
        margin: int = _MARGIN,
    ) -> None:
        self._layout = layout
        self._emit = emit
        self._cancelled = cancelled
        self._rhythm = rhythm
        self._margin = margin
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checkpoint")
        self._running: Future[Event | None] | None = None
        self._began = self._ended = time.monotonic()
        self._standing = 0.0  # seconds that the training stood still for the last one
        self._cost = 0.0  # of the last one, in seconds
        self._told_of_failure = False
        self._saved_best: Tensors | None = None  # the best weights in the newest one

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.shutdown(wait=True)

    @property
    def newest_step(self) -> int | None:
        """The step that a resumed training would go on from."""
        return next(iter(self._layout.checkpoint_steps()), None)

    def due(self) -> bool:
        """Return whether it is time for the next one."""
        pause = self._rhythm.pause(self._cost)
        return self._running is None and time.monotonic() - self._ended > pause

    def start(self, now: Snapshot) -> None:
        """Begin to write a checkpoint in the background; where memory is short for a copy, write it at once.

        Args:
            now: the training as it stands; the next step may change its tensors.
        """
        self.wait()
        self._began = time.monotonic()
        copy = _copy_if_it_fits(now)
        if copy is None:
            self.write(now)
        elif now.state.step != self.newest_step:
            self._running = self._writer.submit(self._write, copy)
            self._standing = time.monotonic() - self._began

    def write(self, now: Snapshot) -> None:
        """Write a checkpoint while the training stands still."""
        self.wait()
        # One of the same step stays as it is: while it were replaced, a kill could leave neither.
        if now.state.step == self.newest_step:
            return
        self._began = time.monotonic()
        self._told_of_failure = False
        event = self._write(now)
        self._standing = time.monotonic() - self._began
        self._settle(event)

    def poll(self) -> None:
        """Tell of a checkpoint that has been written in the background meanwhile."""
        if self._running is not None and self._running.done():
            self.wait()

    def wait(self) -> None:
        """Wait until nothing is being written."""
        if self._running is not None:
            running, self._running = self._running, None
            self._settle(running.result())

    def restore(self) -> Snapshot | None:
        """Read the newest checkpoint that is whole. Newer ones are told of and dropped.

        Returns:
            What it holds; None where there is no checkpoint at all.

        Raises:
            UserError: CHECKPOINT_DAMAGED where none is whole.
        """
        self.wait()
        damage: list[str] = []
        for step in self._layout.checkpoint_steps():
            try:
                snapshot = read_checkpoint(self._layout.checkpoint(step))
            except CheckpointDamaged as error:
                damage.append(f"step {step}: {error}")
                continue
            if damage:
                _log.warning("damaged checkpoints: %s", "; ".join(damage))
                self._emit(Notice(text=_damaged(self.newest_step or step, step)))
            # Nothing may ever go on from these: what was recorded of their steps is done anew.
            for newer in self._layout.checkpoint_steps()[: len(damage)]:
                shutil.rmtree(self._layout.checkpoint(newer), ignore_errors=True)
            self._tidy(_KEPT)
            self._saved_best = snapshot.best
            return snapshot
        if damage:
            raise UserError(ErrorCode.CHECKPOINT_DAMAGED, details="; ".join(damage))
        return None

    def drop(self) -> None:
        """Remove the checkpoints: there is nothing to go on to."""
        self.wait()
        shutil.rmtree(self._layout.checkpoints, ignore_errors=True)
        self._saved_best = None

    def _settle(self, event: Event | None) -> None:
        """Count what the checkpoint has cost, and tell of it; of several failures in a row, the first."""
        self._ended = time.monotonic()
        in_background = self._ended - self._began - self._standing
        self._cost = self._standing + _BACKGROUND_WEIGHT * in_background
        failed = isinstance(event, Notice)
        if event is not None and not (failed and self._told_of_failure):
            self._emit(event)
        self._told_of_failure = failed

    def _write(self, snapshot: Snapshot) -> Event | None:
        """Write one and return what to tell of it; None where it was given up."""
        if not snapshot.is_finite():
            return None  # The next loss will not be a number, and lead back to an older one.
        step = snapshot.state.step
        try:
            try:
                self._write_files(snapshot)
            except (OSError, SafetensorError) as error:
                if not is_disk_full(error) or len(self._layout.checkpoint_steps()) < _KEPT:
                    raise
                self._tidy(_KEPT - 1)
                self._write_files(snapshot)
        except Cancelled:
            return None
        except (OSError, SafetensorError) as error:
            _log.warning("no checkpoint of step %d: %r", step, error)
            return Notice(text=_not_saved(step, self.newest_step, error))
        self._saved_best = snapshot.best
        self._tidy(_KEPT)
        return Checkpoint(step=step)

    def _write_files(self, snapshot: Snapshot) -> None:
        newest = self.newest_step
        linked = newest is not None and snapshot.best is self._saved_best
        size = snapshot.copied_bytes + (0 if linked else snapshot.best_bytes)
        self._layout.checkpoints.mkdir(parents=True, exist_ok=True)
        # A disk filled to the last byte would be everyone's trouble.
        if shutil.disk_usage(self._layout.checkpoints).free < size + self._margin:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        same_best = self._layout.checkpoint(newest) if linked and newest is not None else None
        with atomic.replacing_folder(self._layout.checkpoint(snapshot.state.step)) as folder:
            write_checkpoint(snapshot, folder, same_best, self._cancelled)

    def _tidy(self, kept: int) -> None:
        """Remove all but the newest, and what a kill in the middle of a write left behind."""
        newest = {self._layout.checkpoint(step) for step in self._layout.checkpoint_steps()[:kept]}
        for path in self._layout.checkpoints.iterdir():
            if path not in newest:
                shutil.rmtree(path, ignore_errors=True)


def _copy_if_it_fits(snapshot: Snapshot) -> Snapshot | None:
    if snapshot.copied_bytes > _MEMORY_SHARE * psutil.virtual_memory().available:
        return None
    try:
        return snapshot.copy()
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        return None


def _damaged(newest: int, taken: int) -> str:
    return f"What was saved at step {newest:,} is damaged. The training goes on from step {taken:,}."


def _not_saved(step: int, newest: int | None, error: Exception) -> str:
    why = "The disk is too full to save" if is_disk_full(error) else "The disk did not take"
    saved = "Nothing of it is saved yet." if newest is None else f"What is saved is that of step {newest:,}."
    return f"{why} the training as it stands at step {step:,}. {saved}"
