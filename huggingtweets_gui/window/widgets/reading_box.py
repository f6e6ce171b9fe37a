"""Long technical text to read and to copy from."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit


def reading_box(text: str, name: str) -> QPlainTextEdit:
    """Return a box with ``text`` to read and to copy from; ``name`` is what a screen reader calls it."""
    box = QPlainTextEdit(text)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setAccessibleName(name)
    box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    return box
