"""What a user may send to whoever mends the program: enough to find the fault, and nothing about people."""

import getpass
import io
import json
import platform
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from huggingtweets_gui import __version__
from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.personal import read_personal
from huggingtweets_gui.workflow.report_masks import Masks
from huggingtweets_gui.workflow.report_texts import mask_texts

_LIBRARIES = (
    *("PySide6_Essentials", "torch", "transformers", "peft", "safetensors", "tokenizers", "huggingface_hub"),
    *("numpy", "psutil", "pyqtgraph"),
)
_LOGS = ("window.log", "engine.log", "huggingtweets.log")
_LONGEST_END = 60_000  # characters of each log
_TEXTS_A_REPORT = 1000
_NOTICE = (
    "Names, handles, tweets, tokens, addresses, numbers and paths were taken out.\n"
    "Please read it all the same before you give it to anyone."
)
_UNREAD = (
    "A part of the library could not be read, so names and tweets in it could not be looked for:\n"
    "please read with care."
)


@dataclass(frozen=True)
class Report:
    """A report, masked: each file's name and text."""

    files: dict[str, str]

    @property
    def text(self) -> str:
        """All of it, to be read before it is saved."""
        return "\n\n".join(f"━━ {name} ━━\n\n{text.strip()}" for name, text in self.files.items()) + "\n"

    def save(self, path: Path) -> None:
        """Write it as a zip, whole or not at all.

        Raises:
            UserError: NO_ROOM, NOT_PERMITTED.
        """
        try:
            content = io.BytesIO()
            with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, text in self.files.items():
                    archive.writestr(name, text)
            atomic.write_bytes(path, content.getvalue())
        except OSError as error:
            raise UserError.of_file(error, path) from error


def make_report(home: Home, incident: str, report: Progress) -> Report:
    """Gather the version, the system, the settings, the logs' ends and an incident, and mask all of it.

    Args:
        home: the data folder; it may be damaged.
        incident: what went wrong, with its details.
        report: is told how many tweets were looked for, every thousand; their number is not known.
    """
    personal = read_personal(home)
    masks = Masks([*personal.names, *_user_names()])
    notice = [_NOTICE, _UNREAD] if personal.unread else [_NOTICE]
    files = {
        "report.txt": "\n\n".join(["\n".join(notice), _system(), incident]),
        "settings.json": _settings(home.settings),
        **{name: _end_of(home.logs / name) for name in _LOGS},
    }
    # One text for all, so that the tweets are gone through once.
    joint = "\0"
    masked = mask_texts(joint.join(files.values()), _counted(personal.texts(), report))
    return Report(dict(zip(files, map(masks, masked.split(joint)), strict=True)))


def _counted(texts: Iterator[str], report: Callable[[int, int], None]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number % _TEXTS_A_REPORT == 0:
            report(number, 0)
        yield text


def _system() -> str:
    lines = [
        f"HuggingTweets {__version__}{', installed' if getattr(sys, 'frozen', False) else ''}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        f"Python {platform.python_version()}",
        *(f"{name} {_version(name)}" for name in _LIBRARIES),
    ]
    return "\n".join(lines)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not found"


def _settings(path: Path) -> str:
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
        settings.pop("window_geometry", None)
        if "prompt" in settings.get("sampling", {}):
            settings["sampling"]["prompt"] = "[text]"
        return json.dumps(settings, indent=2, ensure_ascii=False)
    except FileNotFoundError:
        return "There are none: everything is as at first."
    except (OSError, ValueError, AttributeError, TypeError) as error:
        return f"They cannot be read: {type(error).__name__}."


def _end_of(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "There is none."
    if len(text) <= _LONGEST_END:
        return text.replace("\0", "")
    return text[-_LONGEST_END:].partition("\n")[2].replace("\0", "")


def _user_names() -> list[str]:
    names = [Path.home().name, platform.node()]
    with suppress(OSError, KeyError, ImportError):
        names.append(getpass.getuser())
    return names
