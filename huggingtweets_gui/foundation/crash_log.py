"""Where a process that crashes leaves Python's stack, for the next one to tell of. Needs no Qt."""

import contextlib
import faulthandler
import os
from pathlib import Path
from types import TracebackType
from typing import TextIO

_LARGEST = 100_000  # characters told of one crash


class CrashLog:
    """The file that receives Python's stack when this process crashes. Use it as a context.

    Each process has a file of its own, which it removes when it ends in any other way: processes that
    share a folder do not disturb each other, and a file with something in it tells of a crash.

    Args:
        folder: where the file is put. Where it cannot be, the stack goes to standard error.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"crash-{os.getpid()}.log"
        self._file: TextIO | None = None

    def __enter__(self) -> "CrashLog":
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Appended to: in a sandbox the process before may have had the same number.
            self._file = self._path.open("a", encoding="utf-8")
            faulthandler.enable(self._file)
        except OSError:
            with contextlib.suppress(RuntimeError):  # A program without a console has no standard error.
                faulthandler.enable()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        faulthandler.disable()
        if self._file is not None:
            self._file.close()
            with contextlib.suppress(OSError):
                self._path.unlink()

    def earlier_crashes(self) -> str:
        """Return what processes that have ended left in the folder, or "", and remove it.

        Only who is going to tell of it may ask: it is told once.
        """
        told = []
        for path in sorted(self._path.parent.glob("crash-*.log")):
            if path != self._path and _is_alive(path.stem.removeprefix("crash-")):
                continue
            with contextlib.suppress(OSError):
                told.append(path.read_text(encoding="utf-8", errors="replace")[:_LARGEST].strip())
                if path == self._path:
                    os.truncate(path, 0)
                else:
                    path.unlink()
        return "\n\n".join(filter(None, told))


def _is_alive(process: str) -> bool:
    import psutil  # Needed after a crash only, and the window is painted sooner without.

    return process.isdigit() and psutil.pid_exists(int(process))
