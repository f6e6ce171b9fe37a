"""A message within a page: what went wrong and what to do, or an offer."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets.buttons import text_button
from huggingtweets_gui.window.widgets.labels import Label


class Banner(QFrame):
    """Hidden until it has something to say; the page goes on working beneath it.

    Signals:
        acted: the button with the offer was pressed.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self._details = ""
        self.sentence = Label("", "strong", wrap=True)
        self.advice = Label("", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(Space.XS // 2)
        words.addWidget(self.sentence)
        words.addWidget(self.advice)
        self.action = text_button("", dense=True)
        self.action.clicked.connect(self.acted)
        self.copy = text_button("Copy details", dense=True)
        self.copy.clicked.connect(self._copy)
        self.dismiss = text_button("✕", dense=True)
        self.dismiss.setAccessibleName("Close this message")
        self.dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        layout.addLayout(words, 1)
        for button in (self.action, self.copy, self.dismiss):
            layout.addWidget(button)
        self.hide()

    def show_error(self, error: UserError) -> None:
        """Tell of an error: its sentence, its advice, its details to copy."""
        self.show_failure(error.sentence, error.advice, error.details)

    def show_failure(self, sentence: str, advice: str, details: str = "") -> None:
        """Tell of an error in these words, such as those of ``messages.Failed``."""
        self._show(sentence, advice, "bad", f"{sentence}\n{advice}\n{details}".strip())

    def show_warning(self, sentence: str, advice: str = "", action: str = "") -> None:
        """Tell of something that does not stop the user; with ``action``, a button emits ``acted``."""
        self._show(sentence, advice, "warn", "")
        self._offer(action)

    def show_offer(self, sentence: str, action: str) -> None:
        """Offer to do something: ``acted`` is emitted when the button is pressed."""
        self._show(sentence, "", "info", "")
        self._offer(action)

    def _offer(self, action: str) -> None:
        self.action.setText(action)
        self.action.setVisible(bool(action))

    def _show(self, sentence: str, advice: str, tone: str, details: str) -> None:
        self._details = details
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.sentence.setText(sentence)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.action.hide()
        self.copy.setVisible(bool(details))
        self.setAccessibleName(f"{sentence} {advice}".strip())
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
