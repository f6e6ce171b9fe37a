"""Writing files so that a crash, a kill or a full disk never leaves half of one.

Everything goes to a temporary neighbour in the same folder, is synced, and takes its place by a
rename, which the operating system does whole or not at all.
"""

import glob
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_IS_WINDOWS = os.name == "nt"
_PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.05


def sync(path: Path) -> None:
    """Wait until ``path`` (a file, or a folder where the system can) is on the disk."""
    if path.is_dir() and _IS_WINDOWS:
        return  # Windows cannot open a folder for syncing; its renames are journalled.
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary path to write a file at; on success it becomes ``target``, else it is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = _neighbour(target, "tmp")
    drop_leftovers(target)
    try:
        yield temporary
        sync(temporary)
        _rename(temporary, target)
        sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Give an empty temporary folder to fill; on success it becomes ``target``, else it is removed.

    An existing ``target`` steps aside only once the new one is complete.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary, aside = _neighbour(target, "tmp"), _neighbour(target, "old")
    drop_leftovers(target)
    shutil.rmtree(temporary, ignore_errors=True)  # of a process that had the same number once
    temporary.mkdir()
    try:
        yield temporary
        for path in sorted(temporary.rglob("*")):
            sync(path)
        if target.exists():
            _rename(target, aside)
        try:
            _rename(temporary, target)
        except OSError:
            if aside.exists():
                _rename(aside, target)
            raise
        sync(target.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def write_text(target: Path, text: str) -> None:
    """Write ``text`` as UTF-8 to ``target``, whole or not at all."""
    with replacing(target) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_bytes(target: Path, data: bytes) -> None:
    """Write ``data`` to ``target``, whole or not at all."""
    with replacing(target) as temporary:
        temporary.write_bytes(data)


def drop_leftovers(target: Path) -> None:
    """Remove what processes that were killed have left of their attempts to write ``target``."""
    for path in target.parent.glob(f".{glob.escape(target.name)}.*.tmp"):
        import psutil  # Hardly ever needed, and the window is painted sooner without.

        process = path.suffixes[-2].removeprefix(".").partition("-")[0]
        if process.isdigit() and not psutil.pid_exists(int(process)):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _rename(path: Path, target: Path) -> None:
    """Let ``path`` become ``target``.

    On Windows neither can be moved while anybody reads it, which virus scanners and search indexes do for
    a moment as soon as it is there: then it is tried again.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            path.replace(target)
            return
        except PermissionError:
            if not _IS_WINDOWS or time.monotonic() > end:
                raise
        time.sleep(_PAUSE_SECONDS)


def _neighbour(target: Path, ending: str) -> Path:
    """Return a name beside ``target`` that no other process or thread uses."""
    return target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.{ending}")
