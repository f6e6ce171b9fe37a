"""Bringing a whole base model from the Hub into a folder: what, whether it fits, all files, the manifest."""

import errno
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from huggingtweets_gui.foundation.atomic import write_text
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.workflow.base_folder import check_base_folder
from huggingtweets_gui.workflow.catalogue import BaseModel
from huggingtweets_gui.workflow.download import INCOMPLETE, download_file, present_bytes
from huggingtweets_gui.workflow.hub import Hub, Snapshot, Unavailable
from huggingtweets_gui.workflow.patience import Attempts, Background

_MARGIN = 200_000_000  # bytes left free on the disk for everything else
_REPORT_EVERY = 0.05  # seconds
_LOCK = ".lock"


@contextmanager
def alone_in(folder: Path, tick: Callable[[], None]) -> Iterator[None]:
    """Keep other processes from fetching into ``folder`` meanwhile; wait for one that does already.

    Args:
        folder: made if it is not there.
        tick: called some twenty times a second while it waits; what it raises ends the waiting.

    Raises:
        UserError: NO_ROOM or NOT_PERMITTED.
    """
    lock = FileLock(folder / _LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while not lock.is_locked:
            try:
                lock.acquire(timeout=_REPORT_EVERY)
            except Timeout:
                tick()
    except OSError as error:
        raise UserError.of_file(error, folder) from error
    try:
        yield
    finally:
        lock.release()


def fetch(model: BaseModel, folder: Path, manifest: Path, report: Progress, endpoint: str | None) -> None:
    """Bring the base ``model`` into ``folder``, which is there, and then write ``manifest``.

    See ``bases.fetch_base`` for the arguments and errors.
    """
    hub = Hub(endpoint)
    snapshot = _ask_for_snapshot(hub, model.repo, lambda: report(0, model.download_bytes))
    try:
        digests = _download_all(hub, snapshot, folder, report)
        check_base_folder(folder)
        for leftover in folder.glob(f"*{INCOMPLETE}"):
            leftover.unlink()
        write_text(manifest, _manifest_text(snapshot, digests))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _disk_full(folder, _total(snapshot)) from error
        raise UserError(ErrorCode.NOT_PERMITTED, details=str(error), name=folder) from error


def _ask_for_snapshot(hub: Hub, repo: str, tick: Callable[[], None]) -> Snapshot:
    attempts = Attempts(tick)
    while True:
        try:
            with Background(tick) as background:
                return background.run(hub.snapshot, repo)
        except Unavailable as error:
            if not attempts.pause():
                details = str(error)
                raise UserError(ErrorCode.HUB_UNREACHABLE, details=details, host=hub.host) from error


def _download_all(hub: Hub, snapshot: Snapshot, folder: Path, report: Progress) -> dict[str, str]:
    """Bring all files into ``folder``; return the SHA-256 of each by its name."""
    total = _total(snapshot)
    present = {file.name: present_bytes(folder, file) for file in snapshot.files}
    needed = total - sum(present.values()) + _MARGIN
    if shutil.disk_usage(folder).free < needed:
        raise _disk_full(folder, needed)
    meter = _Meter(total, present, report)
    # Small files first: what is wrong with a repository then shows before the long wait.
    files = sorted(snapshot.files, key=lambda file: file.size)
    digests = {file.name: download_file(hub, snapshot, file, folder, meter.of(file.name)) for file in files}
    report(total, total)
    return digests


def _total(snapshot: Snapshot) -> int:
    return sum(file.size for file in snapshot.files)


class _Meter:
    """Adds up the bytes of all files, and reports them not more often than anyone can see."""

    def __init__(self, total: int, present: dict[str, int], report: Progress) -> None:
        self._total = total
        self._present = present
        self._report = report
        self._reported = 0.0

    def of(self, name: str) -> Callable[[int], None]:
        """Return what is told how many bytes of the file ``name`` are there."""

        def moved(present: int) -> None:
            self._present[name] = present
            now = time.monotonic()
            if now - self._reported >= _REPORT_EVERY:
                self._reported = now
                self._report(sum(self._present.values()), self._total)

        return moved


def _manifest_text(snapshot: Snapshot, digests: dict[str, str]) -> str:
    files = [{"name": file.name, "size": file.size, "sha256": digests[file.name]} for file in snapshot.files]
    return json.dumps({"repo": snapshot.repo, "commit": snapshot.commit, "files": files}, indent=2) + "\n"


def _disk_full(folder: Path, needed: int) -> UserError:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    return UserError(ErrorCode.DISK_FULL, needed=_readable(needed), folder=folder, free=_readable(free))


def _readable(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
