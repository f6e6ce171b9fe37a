"""Before X is asked: what it costs, what X demands, and with which token."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.tweets.x_access import parse_token
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, primary_button, text_button
from huggingtweets_gui.workflow.services import X_PRICE, X_TERMS, highest_price

_KEPT = "The bearer token in the system's keyring is used."
_KEPT_FOR_NOW = "The bearer token given before is used, until the window is closed."
_WILL_BE_KEPT = "It is kept in the system's keyring, and nowhere else."
_WILL_BE_FORGOTTEN = "This system has no keyring: it is forgotten when the window is closed."


class HandleConsent(QWidget):
    """Price, terms, token, consent.

    Signals:
        agreed: the handle, and a new token or None where the one kept is used.
        refused: the ``UserError`` that says why what was typed is no token.
        access_needed: whether a token is kept must be found out, for ``show_access``.
        back_requested: the user does not want to pay.
    """

    agreed = Signal(str, object)
    refused = Signal(object)
    access_needed = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handle = ""
        self.title = Label("", "heading")
        self.note = Label("", "small")
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText("Bearer token of your app, from X's developer console")
        self.token.setAccessibleName("Bearer token")
        self.token.returnPressed.connect(self._agree)
        self.other = text_button("Use another", dense=True)
        self.other.clicked.connect(lambda: self._show_field(True))
        self.agree = primary_button("")
        self.agree.clicked.connect(self._agree)
        back = text_button("Back")
        back.clicked.connect(self.back_requested)
        note = QHBoxLayout()
        note.setSpacing(Space.S)
        note.addWidget(self.note)
        note.addWidget(self.other)
        note.addStretch()
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch()
        buttons.addWidget(back)
        buttons.addWidget(self.agree)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.title)
        layout.addWidget(Label(X_PRICE, wrap=True))
        layout.addWidget(Label(X_TERMS, wrap=True))
        layout.addSpacing(Space.XS)
        layout.addWidget(self.token)
        layout.addLayout(note)
        layout.addStretch()
        layout.addLayout(buttons)

    def ask(self, handle: str) -> None:
        """Ask about reading somebody; nothing is paid before ``agreed``."""
        self._handle = handle
        self.title.setText(f"Read @{handle} from X")
        self.agree.setText(f"Pay up to ${highest_price(1):.2f} and read")
        self.agree.setEnabled(False)
        self.token.clear()
        self.access_needed.emit()

    def show_access(self, has_token: bool, has_keyring: bool) -> None:
        """Ask for a token, or tell that the one kept is used."""
        self._has_keyring = has_keyring
        self._show_field(not has_token)
        self.agree.setEnabled(True)

    def _show_field(self, shown: bool) -> None:
        self.token.setVisible(shown)
        self.other.setVisible(not shown)
        if shown:
            self.note.setText(_WILL_BE_KEPT if self._has_keyring else _WILL_BE_FORGOTTEN)
            self.token.setFocus()
        else:
            self.note.setText(_KEPT if self._has_keyring else _KEPT_FOR_NOW)
            self.agree.setFocus()

    def _agree(self) -> None:
        if not self.agree.isEnabled():
            return
        try:
            token = None if self.token.isHidden() else parse_token(self.token.text())
        except UserError as error:
            self.refused.emit(error)
            return
        self.token.clear()
        self.agreed.emit(self._handle, token)
