"""Reading a .desktop file as a desktop does, to start what it names.

The format: https://specifications.freedesktop.org/desktop-entry-spec/latest/
"""

import configparser
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from release_test.report import Failure

_GROUP = "Desktop Entry"


@dataclass(frozen=True)
class DesktopEntry:
    """What a desktop needs of a .desktop file.

    Attributes:
        name: shown in the menu.
        command: the ``Exec`` line, split into its words; the field codes are still in it.
        mime_types: files that it offers to open.
    """

    name: str
    command: tuple[str, ...]
    mime_types: tuple[str, ...]

    def command_for(self, files: Sequence[str]) -> list[str]:
        """Return the command that a desktop runs: from its menu, or with these files to open.

        Raises:
            Failure: the line takes fewer files than that.
        """
        words: list[str] = []
        taken = 0
        for word in self.command:
            if word in ("%F", "%U"):
                words += files
                taken = len(files)
            elif word in ("%f", "%u"):
                words += files[:1]
                taken = len(files[:1])
            elif word not in ("%i", "%c", "%k"):  # the icon, the name, the file itself: for no one here
                words.append(word.replace("%%", "%"))
        if taken < len(files):
            raise Failure(f"the Exec line takes {taken} of {len(files)} files: {shlex.join(self.command)}")
        return words


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
            mime_types=tuple(kind for kind in group.get("MimeType", "").split(";") if kind),
        )
    except (configparser.Error, KeyError, ValueError) as error:
        raise Failure(f"{path.name} cannot be used: {error}") from error
