"""Fields to type into."""

from PySide6.QtWidgets import QAbstractSpinBox

from huggingtweets_gui.window.theme import Space


def inset(box: QAbstractSpinBox) -> None:
    """Set a spin box's text as far from its border as that of other fields; a style sheet cannot."""
    box.lineEdit().setTextMargins(Space.S, 0, 0, 0)
