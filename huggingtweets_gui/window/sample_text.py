"""A tweet on the window: plain text that can be selected and wraps, from the right in scripts that do so."""

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from huggingtweets_gui.foundation.tame_text import tame
from huggingtweets_gui.window.widgets import Label

# No word is as long as this: it is an address or a cry.
_ENDLESS = re.compile(r"\S{24}(?=\S{8})")
_ZERO_WIDTH_SPACE = "\u200b"


class SampleText(Label):
    """Shows the text of one tweet, nothing in it taken as markup."""

    def __init__(self, text: str, tone: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(_breakable(tame(text)), tone, wrap=True, parent=parent)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if reads_from_right(text) else Qt.LayoutDirection.LeftToRight
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)


def reads_from_right(text: str) -> bool:
    """Return whether the first letter with a direction is one of a script such as Arabic or Hebrew."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((one for one in directions if one in ("L", "R", "AL")), "L") != "L"


def _breakable(text: str) -> str:
    """Let words without an end break too, which Qt's labels do only where there is a space."""
    return _ENDLESS.sub(lambda run: run[0] + _ZERO_WIDTH_SPACE, text)
