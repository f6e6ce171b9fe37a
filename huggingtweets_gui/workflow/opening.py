"""What a start of the program asks of the window: of a new one, or of the one that is open already."""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# The variable in which a Wayland desktop gives a token to what the user starts.
ACTIVATION_TOKEN = "XDG_ACTIVATION_TOKEN"


class Wish(StrEnum):
    """What shall be seen."""

    WINDOW = "window"
    NEW_BOT = "new-bot"
    CHOOSE_FILES = "choose-files"


@dataclass(frozen=True, slots=True)
class Opening:
    """A wish, and files to import.

    Attributes:
        wish: what shall be seen, before the files are read.
        files: absolute paths, in any form that the system allows.
        token: what a Wayland desktop gave this start, with which the window may come forward; else "".
    """

    wish: Wish = Wish.WINDOW
    files: tuple[Path, ...] = ()
    token: str = ""

    def encode(self) -> bytes:
        """Return one line."""
        # JSON's escapes also carry names that are no UTF-8.
        return json.dumps([self.wish, [str(path) for path in self.files], self.token]).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "Opening":
        """Return what ``encode`` made a line of.

        Raises:
            ValueError: the line is none of its.
        """
        try:
            wish, files, token = json.loads(line)
            return cls(Wish(wish), tuple(Path(name) for name in files), str(token))
        except TypeError as error:
            raise ValueError(f"no opening: {line!r}") from error
