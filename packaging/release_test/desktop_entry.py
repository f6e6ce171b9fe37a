"""Reading a .desktop file as a desktop does, to start what it names.

The format: https://specifications.freedesktop.org/desktop-entry-spec/latest/
"""

import configparser
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from release_test.report import Failure

_GROUP = "Desktop Entry"
_ACTION = "Desktop Action "


@dataclass(frozen=True)
class DesktopEntry:
    """What a desktop needs of a .desktop file.

    Attributes:
        name: shown in the menu.
        command: the ``Exec`` line, split into its words; the field codes are still in it.
        mime_types: files that it offers to open.
        actions: the ``Exec`` line of each action in the entry's own menu, likewise.
    """

    name: str
    command: tuple[str, ...]
    mime_types: tuple[str, ...]
    actions: Mapping[str, tuple[str, ...]]

    def command_for(self, files: Sequence[str]) -> list[str]:
        """Return the command that a desktop runs: from its menu, or with these files to open.

        Raises:
            Failure: the line takes fewer files than that.
        """
        return _filled_in(self.command, files)

    def command_of(self, action: str) -> list[str]:
        """Return the command that a desktop runs for an action.

        Raises:
            Failure: there is no such action.
        """
        if action not in self.actions:
            raise Failure(f"there is no action {action}, but {', '.join(self.actions) or 'none'}")
        return _filled_in(self.actions[action], [])


def read_desktop_entry(path: Path) -> DesktopEntry:
    """Read the file at ``path``.

    Raises:
        Failure: it is no application's .desktop file.
    """
    # Neither interpolation, since % stands for a field code, nor case folding: keys have capitals.
    parser = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
        group = parser[_GROUP]
        return DesktopEntry(
            name=group["Name"],
            command=tuple(shlex.split(group["Exec"])),
            mime_types=_listed(group.get("MimeType", "")),
            actions={
                name: tuple(shlex.split(parser[f"{_ACTION}{name}"]["Exec"]))
                for name in _listed(group.get("Actions", ""))
            },
        )
    except (configparser.Error, KeyError, ValueError) as error:
        raise Failure(f"{path.name} cannot be used: {error}") from error


def _listed(value: str) -> tuple[str, ...]:
    return tuple(one for one in value.split(";") if one)


def _filled_in(command: Sequence[str], files: Sequence[str]) -> list[str]:
    words: list[str] = []
    taken = 0
    for word in command:
        if word in ("%F", "%U"):
            words += files
            taken = len(files)
        elif word in ("%f", "%u"):
            words += files[:1]
            taken = len(files[:1])
        elif word not in ("%i", "%c", "%k"):  # the icon, the name, the file itself: for no one here
            words.append(word.replace("%%", "%"))
    if taken < len(files):
        raise Failure(f"the Exec line takes {taken} of {len(files)} files: {shlex.join(command)}")
    return words
