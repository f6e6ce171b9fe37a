"""Questions to the user. All text is plain, whatever a bot or an author is called."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

_Role = QMessageBox.ButtonRole


def ask(parent: QWidget | None, question: str, explanation: str, answers: Sequence[str]) -> int:
    """Ask, and return the position of the answer chosen; the last one also for Esc.

    The last answer changes nothing, and is the one that Enter gives.
    """
    box = _box(parent, question, explanation)
    buttons = [box.addButton(answer, _Role.ActionRole) for answer in answers]
    box.setDefaultButton(buttons[-1])
    box.setEscapeButton(buttons[-1])
    box.exec()
    clicked = box.clickedButton()
    return next((n for n, button in enumerate(buttons) if button is clicked), len(answers) - 1)


def tell_error(parent: QWidget | None, sentence: str, advice: str, details: str) -> None:
    """Tell of an error with details to copy."""
    box = _box(parent, sentence, advice)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setDetailedText(details)
    copy = box.addButton("Copy details", _Role.ActionRole)
    copy.clicked.disconnect()
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{sentence}\n{advice}\n{details}"))
    close = box.addButton("Close", _Role.AcceptRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.exec()


def _box(parent: QWidget | None, text: str, explanation: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle("HuggingTweets")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    # QMessageBox guesses the format of this one; a zero-width character makes no tag of a "<".
    box.setInformativeText(explanation.replace("<", "<\u200b"))
    return box
