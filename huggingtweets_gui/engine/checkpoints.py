"""Writing checkpoints while the training goes on."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from types import TracebackType

import psutil

from huggingtweets_gui.engine.checkpoint_store import CheckpointStore
from huggingtweets_gui.engine.failures import is_out_of_memory
from huggingtweets_gui.engine.heap import give_back_freed_memory
from huggingtweets_gui.engine.neighbours import make_way
from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.engine.snapshot import Snapshot
from huggingtweets_gui.foundation.awake_clock import awake_seconds
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.spare_memory import has_room_for_copy
from huggingtweets_gui.messages import Event, Notice, StopKind

_MARGIN = 200_000_000  # bytes that a checkpoint leaves free on the disk


class Checkpoints(AbstractContextManager["Checkpoints"]):
    """Writes the checkpoints of one run in the background, one at a time, and reads them.

    All methods are for the thread that trains; leaving the context waits for what is being written.

    Args:
        layout: the bot's folder.
        emit: is told of each checkpoint once it is on the disk, and of what went wrong.
        should_stop: asked while one is written, in a thread of its own too. Any stop gives up what is
            written in the background, so that nobody waits for it.
        rhythm: how often they are written.
        margin: bytes left free on the disk.
    """

    def __init__(
        self,
        layout: BotLayout,
        emit: Callable[[Event], None],
        should_stop: Callable[[], StopKind | None],
        rhythm: Rhythm,
        margin: int = _MARGIN,
    ) -> None:
        self._store = CheckpointStore(layout, margin)
        self._emit = emit
        self._should_stop = should_stop
        self._rhythm = rhythm
        self._running: Future[Event | None] | None = None
        self._began = self._went_on = self._ended = awake_seconds()  # of the last one
        self._told_of_failure = False
        self._is_given_up = False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._running is not None:
            wait([self._running])

    @property
    def newest_step(self) -> int | None:
        """The step that a resumed training would go on from."""
        return self._store.newest_step

    def due(self) -> bool:
        """Return whether it is time for the next one."""
        pause = self._rhythm.pause(self._went_on - self._began, self._ended - self._went_on)
        return self._running is None and awake_seconds() - self._ended > pause

    def start(self, now: Snapshot) -> None:
        """Begin to write a checkpoint; where memory is short for a copy to write from, write it at once.

        Args:
            now: the training as it stands; the next step may change its tensors.
        """
        self.wait()
        if not self._shall_write(now):
            return
        began = awake_seconds()
        copy = _copy_if_it_fits(now)
        if copy is None:
            self._write(now, self._is_stopped)
        else:
            self._began, self._went_on = began, awake_seconds()
            writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checkpoint")
            self._running = writer.submit(self._write_meanwhile, copy)
            writer.shutdown(wait=False)

    def write(self, now: Snapshot) -> None:
        """Write a checkpoint while the training stands still; only a cancel gives it up."""
        self.wait()
        self._told_of_failure = False
        if self._shall_write(now):
            self._write(now, lambda: self._should_stop() is StopKind.CANCEL)

    def poll(self) -> None:
        """Tell of a checkpoint that has been written in the background meanwhile."""
        if self._running is not None and self._running.done():
            self.wait()

    def wait(self) -> None:
        """Wait until nothing is being written."""
        if self._running is not None:
            running, self._running = self._running, None
            self._settle(running.result())

    def give_up(self) -> None:
        """Write no more of what is being written in the background: the training has ended well."""
        self._is_given_up = True

    def restore(self, before: int | None = None) -> Snapshot | None:
        """Read the newest checkpoint that is whole; those newer than it are dropped, and damage is told.

        Args:
            before: leave out those of this step and later, which have led nowhere; None for none.

        Returns:
            What it holds; None where there is no checkpoint at all.

        Raises:
            UserError: CHECKPOINT_DAMAGED where none is whole.
        """
        self.wait()
        snapshot, notice = self._store.read(before)
        if notice is not None:
            self._emit(notice)
        return snapshot

    def drop(self) -> None:
        """Remove the checkpoints: there is nothing to go on to."""
        self.wait()
        self._store.drop()

    def _is_stopped(self) -> bool:
        return self._is_given_up or self._should_stop() is not None

    def _shall_write(self, now: Snapshot) -> bool:
        """Return whether to write it: weights that are no numbers will lead back to an older one."""
        if now.state.step == self.newest_step:
            return False  # While it were replaced, a kill could leave neither.
        if not now.is_finite():
            self._ended = awake_seconds()
            return False
        return True

    def _write(self, now: Snapshot, give_up: Callable[[], bool]) -> None:
        self._began = awake_seconds()
        event = self._store.write(now, give_up)
        self._went_on = self._ended = awake_seconds()
        self._settle(event)

    def _write_meanwhile(self, copy: Snapshot) -> Event | None:
        """Write a checkpoint in a thread for it; how long it took is not known where it is waited for."""
        make_way()
        event = self._store.write(copy, self._is_stopped)
        self._ended = awake_seconds()
        return event

    def _settle(self, event: Event | None) -> None:
        """Tell what became of a checkpoint; of several failures in a row, only the first."""
        failed = isinstance(event, Notice)
        if event is not None and not (failed and self._told_of_failure):
            self._emit(event)
        self._told_of_failure = failed


def _copy_if_it_fits(snapshot: Snapshot) -> Snapshot | None:
    free_in_steps = psutil.virtual_memory().available
    give_back_freed_memory()  # What the steps have freed can be had for the copy, but does not count as free.
    free = psutil.virtual_memory().available
    if not has_room_for_copy(snapshot.copied_bytes, snapshot.best_bytes, free, free_in_steps):
        return None
    try:
        return snapshot.copy()
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        return None
