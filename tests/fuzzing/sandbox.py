"""Notices what a parser must never do: write outside of a folder, ask the network, start a program."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What Python tells before it happens, see https://docs.python.org/3/library/audit_events.html
_WRITES_A_PATH = {
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.truncate",
    "shutil.rmtree",
    "sqlite3.connect",
}
_NEVER = {
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.startfile",
    "os.system",
    "pickle.find_class",
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "webbrowser.open",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_folder: Path | None = None
_escapes: list[str] = []


class Escaped(BaseException):
    """Raised at the place where it happens; no parser's ``except`` catches it."""


@contextmanager
def confined(folder: Path) -> Iterator[None]:
    """Allow all threads to write below ``folder`` only.

    Raises:
        Escaped: at the end too, where some thread kept the first one for itself.
    """
    global _folder
    _install()
    _escapes.clear()
    no_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # modules imported on the way
    _folder = folder.resolve()
    try:
        yield
    finally:
        _folder = None
        sys.dont_write_bytecode = no_bytecode
    if _escapes:
        raise Escaped("; ".join(_escapes))


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _folder is None or not _is_forbidden(event, arguments, _folder):
        return
    _escapes.append(f"{event} {arguments!r:.500}")
    raise Escaped(_escapes[-1])


def _is_forbidden(event: str, arguments: tuple[object, ...], folder: Path) -> bool:
    if event in _NEVER:
        return True
    if event == "open":
        path, _, flags = arguments
        return isinstance(flags, int) and bool(flags & _WRITING) and not _is_below(path, folder)
    # Two of them have a second path, where something is moved to.
    return event in _WRITES_A_PATH and not all(_is_below(argument, folder) for argument in arguments[:2])


def _is_below(path: object, folder: Path) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return True  # a file that is open already
    return Path(os.path.realpath(os.fsdecode(path))).is_relative_to(folder)


def _install() -> None:
    if not _installed:
        sys.addaudithook(_audit)  # which nothing can take away again
        _installed.append(True)


_installed: list[bool] = []
