"""What happens on a disk that is full: run by ``test_full_disk.py`` where it may mount a small one.

Arguments: an empty folder to mount on, a base model. Prints what each scenario has come to, as one
object of JSON.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from huggingtweets_gui.engine.checkpoints import Checkpoints
from huggingtweets_gui.engine.failures import in_words
from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import Event, Phase, Step, Train, Trained, to_dict
from tests.engine.conftest import tiny_job
from tests.engine.snapshots import a_snapshot, same

MARGIN = 200 << 20
OFTEN = Rhythm(shortest_pause=0.0, share=1.0)
Hook = Callable[[Event], None]


class Disk:
    """A small file system in memory, with all that comes of running out of it."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self._filler = folder / "filler"
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], check=True)

    def fill(self, but: int = 0) -> None:
        """Take all room but some bytes."""
        with self._filler.open("ab", buffering=0) as filler, suppress(OSError):
            while (free := self.free() - but) > 0:
                filler.write(bytes(min(free, 1 << 20)))

    def free(self) -> int:
        usage = os.statvfs(self.folder)
        return usage.f_bavail * usage.f_frsize

    def make_room(self) -> None:
        self._filler.unlink(missing_ok=True)

    def unmount(self) -> None:
        subprocess.run(["umount", self.folder], check=True)


@contextmanager
def disk(folder: Path, size: int) -> Iterator[Disk]:
    small = Disk(folder, size)
    try:
        yield small
    finally:
        small.unmount()


def told(events: list[Event]) -> list[dict[str, Any]]:
    return [to_dict(event) for event in events if not isinstance(event, Step)]


def names(layout: BotLayout) -> list[str]:
    return sorted(path.name for path in layout.checkpoints.iterdir())


def full_in_the_middle_of_a_file(folder: Path) -> dict[str, Any]:
    events: list[Event] = []
    layout = BotLayout(folder)
    with disk(folder, 8 << 20) as small:
        with Checkpoints(layout, events.append, lambda: None, OFTEN, margin=0) as checkpoints:
            checkpoints.write(a_snapshot(3, rows=400))
            second = a_snapshot(6, rows=400)
            # Room for the tensors, but not for the files: nobody can foresee that.
            small.fill(but=second.copied_bytes + second.best_bytes + 4096)
            checkpoints.start(second)
            checkpoints.wait()
            restored = checkpoints.restore()
            good = restored is not None and same(restored, a_snapshot(3, rows=400))
            del restored  # It lies in files of the disk that is to be unmounted.
            after = names(layout)
            small.make_room()
            checkpoints.start(a_snapshot(9, rows=400))
            checkpoints.wait()
        return {
            "events": told(events),
            "after": after,
            "good": good,
            "end": names(layout),
        }


def full_of_older_checkpoints(folder: Path) -> dict[str, Any]:
    events: list[Event] = []
    layout = BotLayout(folder)
    one = 3 * 400 * 1024
    with disk(folder, one * 5 // 2) as small:
        with Checkpoints(layout, events.append, lambda: None, OFTEN, margin=0) as checkpoints:
            for step in (3, 6, 9):
                checkpoints.write(a_snapshot(step, rows=400))
        assert small.free() < one
        return {"events": told(events), "end": names(layout)}


def run(job: Train, hook: Hook) -> tuple[list[Event], dict[str, Any]]:
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        hook(event)

    try:
        end = train(job, emit, lambda: None, OFTEN)
    except Exception as error:
        failed = in_words(error, job)
        return events, {"code": failed.code, "sentence": failed.sentence, "cause": type(error).__name__}
    assert isinstance(end, Trained)
    return events, to_dict(end)


def full_during_the_training(folder: Path, base: Path) -> dict[str, Any]:
    with disk(folder, MARGIN + (16 << 20)) as small:
        job = replace(tiny_job(folder / "bot", base), epochs=8)

        def hook(event: Event) -> None:
            if isinstance(event, Step) and event.step == 5:
                small.fill()
            if isinstance(event, Step) and event.step == 10:
                small.make_room()

        events, end = run(job, hook)
        layout = BotLayout(folder / "bot")
        lines = [json.loads(line) for line in layout.metrics.read_text(encoding="utf-8").splitlines()]
        return {
            "events": told(events),
            "end": end,
            "steps": [line["step"] for line in lines if line["event"] == "step"],
            "left": names(layout),
        }


def full_at_the_end(folder: Path, base: Path) -> dict[str, Any]:
    with disk(folder, MARGIN + (16 << 20)) as small:
        job = tiny_job(folder / "bot", base)
        layout = BotLayout(folder / "bot")

        def hook(event: Event) -> None:
            if isinstance(event, Phase) and event.name == "saving":
                small.fill()

        _, failed = run(job, hook)
        left = sorted(path.name for path in layout.folder.iterdir())
        resumable = layout.checkpoint_steps()
        small.make_room()
        _, resumed = run(replace(job, resume=True), lambda event: None)
        return {"failed": failed, "left": left, "resumable": resumable, "resumed": resumed}


def main() -> None:
    logging.disable()
    torch.set_num_threads(1)
    folder, base = Path(sys.argv[1]), Path(sys.argv[2])
    results = {
        "full_in_the_middle_of_a_file": full_in_the_middle_of_a_file(folder),
        "full_of_older_checkpoints": full_of_older_checkpoints(folder),
        "full_during_the_training": full_during_the_training(folder, base),
        "full_at_the_end": full_at_the_end(folder, base),
    }
    print(json.dumps(results))


if __name__ == "__main__":
    main()
