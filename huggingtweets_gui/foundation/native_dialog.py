"""Telling something in a dialog of the system's, where the window's own library cannot be used."""

import ctypes
import shutil
import sys

_ERROR_ICON = 0x10
# Each with what comes before the title, between the title and the text, and nothing after it. One of
# these is on nearly every Linux desktop.
_LINUX = (
    ("zenity", ("--error", "--no-markup", "--width=480", "--title"), ("--text",)),
    ("kdialog", ("--title",), ("--error",)),
    ("xmessage", ("-center", "-title"), ()),
)
_APPLE = (
    "on run argv",
    "display alert (item 1 of argv) message (item 2 of argv) as critical",
    "end run",
)


def tell_natively(title: str, text: str) -> None:
    """Show an error and wait until it is closed. Where the system has no way to show it, nothing happens."""
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, text, title, _ERROR_ICON)
    elif command := _command(title, text):
        import subprocess  # Only here, because each start of the program would wait for it to load.

        silent = subprocess.DEVNULL
        subprocess.run(command, stdout=silent, stderr=silent, check=False)


def _command(title: str, text: str) -> list[str] | None:
    if sys.platform == "darwin":
        script = [part for line in _APPLE for part in ("-e", line)]
        return ["osascript", *script, title, text]
    for program, before, between in _LINUX:
        if shutil.which(program):
            return [program, *before, title, *between, text]
    return None
