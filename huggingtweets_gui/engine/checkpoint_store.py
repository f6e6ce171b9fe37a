"""Which checkpoints of a training are kept, and which one it goes on from."""

import errno
import logging
import os
import shutil
from collections.abc import Callable

from safetensors import SafetensorError

from huggingtweets_gui.engine.checkpoint_files import (
    CheckpointDamaged,
    SameBest,
    read_checkpoint,
    write_checkpoint,
)
from huggingtweets_gui.engine.failures import is_disk_full, is_out_of_memory
from huggingtweets_gui.engine.snapshot import Snapshot
from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.messages import Checkpoint, Notice

_KEPT = 2

_log = logging.getLogger(__name__)


class CheckpointStore:
    """The checkpoints in a bot's folder: the two newest, each written whole or not at all.

    Args:
        layout: the bot's folder.
        margin: bytes left free on the disk: one filled to the last byte would be everyone's trouble.
    """

    def __init__(self, layout: BotLayout, margin: int) -> None:
        self._layout = layout
        self._margin = margin
        self._saved_loss: float | None = None  # of the best weights that were written last
        self._best_checksums: dict[int, int] = {}  # of their files, by the steps of the checkpoints

    @property
    def newest_step(self) -> int | None:
        """The step that a resumed training would go on from."""
        return next(iter(self._layout.checkpoint_steps()), None)

    def write(self, snapshot: Snapshot, give_up: Callable[[], bool]) -> Checkpoint | Notice | None:
        """Write a checkpoint, then drop all but the two newest.

        Args:
            snapshot: what it holds.
            give_up: asked before each file; yes leaves nothing of it.

        Returns:
            What to tell: that it is on the disk, or why it is not. None where it was given up.
        """
        step = snapshot.state.step
        try:
            try:
                self._write_files(snapshot, give_up)
            except (OSError, SafetensorError) as error:
                if not is_disk_full(error) or len(self._layout.checkpoint_steps()) < _KEPT:
                    raise
                self._tidy(_KEPT - 1)
                self._write_files(snapshot, give_up)
        except Cancelled:
            return None
        except (OSError, SafetensorError, RuntimeError, MemoryError) as error:
            if isinstance(error, RuntimeError) and not is_out_of_memory(error):
                raise
            _log.warning("no checkpoint of step %d: %r", step, error)
            return Notice(text=_not_saved(step, self.newest_step, error))
        self._tidy(_KEPT)
        return Checkpoint(step=step)

    def read(self, before: int | None = None) -> tuple[Snapshot | None, Notice | None]:
        """Read the newest checkpoint that is whole; those newer than it are dropped.

        Args:
            before: leave out those of this step and later; None for none.

        Returns:
            What it holds, None where there is no checkpoint at all; and that newer ones were damaged.

        Raises:
            UserError: CHECKPOINT_DAMAGED where none is whole.
        """
        steps = self._layout.checkpoint_steps()
        damage: dict[int, str] = {}
        for step in steps:
            if before is not None and step >= before:
                continue
            try:
                snapshot = read_checkpoint(self._layout.checkpoint(step))
            except CheckpointDamaged as error:
                damage[step] = str(error)
                continue
            # Nothing may ever go on from these: what was recorded of their steps is done anew.
            for newer in steps[: steps.index(step)]:
                shutil.rmtree(self._layout.checkpoint(newer), ignore_errors=True)
            self._tidy(_KEPT)
            self._forget_best()
            if not damage:
                return snapshot, None
            _log.warning("damaged checkpoints: %s", damage)
            return snapshot, Notice(text=_damaged(max(damage), step))
        if damage:
            raise UserError(ErrorCode.CHECKPOINT_DAMAGED, details=str(damage))
        self.drop()
        return None, None

    def drop(self) -> None:
        """Remove them all."""
        shutil.rmtree(self._layout.checkpoints, ignore_errors=True)
        self._forget_best()

    def _write_files(self, snapshot: Snapshot, give_up: Callable[[], bool]) -> None:
        if snapshot.state.best_loss != self._saved_loss:
            self._forget_best()
        same_best = self._same_best()
        size = snapshot.copied_bytes + (0 if same_best else snapshot.best_bytes)
        self._layout.checkpoints.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._layout.checkpoints).free < size + self._margin:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        step = snapshot.state.step
        with atomic.replacing_folder(self._layout.checkpoint(step)) as folder:
            checksum = write_checkpoint(snapshot, folder, same_best, give_up)
        self._saved_loss = snapshot.state.best_loss
        self._best_checksums[step] = checksum

    def _same_best(self) -> SameBest | None:
        """Return a checkpoint whose file of the best weights can be linked, if there is one.

        It is not the newest, which will be kept beside the next one: damage to one file must not be
        damage to both.
        """
        for step in self._layout.checkpoint_steps()[1:]:
            if step in self._best_checksums:
                return SameBest(self._layout.checkpoint(step), self._best_checksums[step])
        return None

    def _forget_best(self) -> None:
        self._saved_loss = None
        self._best_checksums = {}

    def _tidy(self, kept: int) -> None:
        """Remove all but the newest, and what a kill in the middle of a write left behind."""
        newest = {self._layout.checkpoint(step) for step in self._layout.checkpoint_steps()[:kept]}
        for path in self._layout.checkpoints.iterdir():
            if path not in newest:
                shutil.rmtree(path, ignore_errors=True)


def _damaged(newest: int, taken: int) -> str:
    return f"What was saved at step {newest:,} is damaged. The training goes on from step {taken:,}."


def _not_saved(step: int, newest: int | None, error: Exception) -> str:
    why = "The disk did not take"
    if is_disk_full(error):
        why = "The disk is too full to save"
    elif is_out_of_memory(error):
        why = "There was too little memory to save"
    saved = "Nothing of it is saved yet." if newest is None else f"What is saved is that of step {newest:,}."
    return f"{why} the training as it stands at step {step:,}. {saved}"
