"""Before X is asked: what it costs, what X demands, and with which token or app keys."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.tweets.x_access import AppKeys, parse_keys, parse_token
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, primary_button, text_button
from huggingtweets_gui.workflow.services import X_PRICE, X_TERMS, highest_price

_KEPT = "The bearer token in the system's keyring is used."
_KEPT_FOR_NOW = "The bearer token given before is used, until the window is closed."
_WILL_BE_KEPT = "It is kept in the system's keyring, and nowhere else."
_WILL_BE_FORGOTTEN = "This system has no keyring: it is forgotten when the window is closed."
_KEYS = "X gives a bearer token for them, and that is kept in the system's keyring; the keys are not."
_KEYS_FOR_NOW = "X gives a bearer token for them, and that is forgotten when the window is closed."


class HandleConsent(QWidget):
    """Price, terms, token, consent.

    Signals:
        agreed: the handle, and a new token, or ``AppKeys``, or None where the token kept is used.
        refused: the ``UserError`` that says why what was typed is none of these.
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
        self.token = self._secret_field("Bearer token", " of your app, from X's developer console")
        self.key = self._secret_field("API key", " of your app, also called consumer key")
        self.secret = self._secret_field("API key secret", ", also called consumer secret")
        self.other = text_button("Use another", dense=True)
        self.other.clicked.connect(self._show_token_field)
        self.by_token = text_button("Use a bearer token", dense=True)
        self.by_token.clicked.connect(self._show_token_field)
        self.by_keys = text_button("Use app keys", dense=True)
        self.by_keys.clicked.connect(self._show_key_fields)
        self.agree = primary_button("")
        self.agree.clicked.connect(self._agree)
        back = text_button("Back")
        back.clicked.connect(self.back_requested)
        note = QHBoxLayout()
        note.setSpacing(Space.S)
        note.addWidget(self.note)
        for button in (self.other, self.by_token, self.by_keys):
            note.addWidget(button)
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
        for field in (self.token, self.key, self.secret):
            layout.addWidget(field)
        layout.addLayout(note)
        layout.addStretch()
        layout.addLayout(buttons)

    def ask(self, handle: str) -> None:
        """Ask about reading somebody; nothing is paid before ``agreed``."""
        self._handle = handle
        self.title.setText(f"Read @{handle} from X")
        self.agree.setText(f"Pay up to ${highest_price(1):.2f} and read")
        self.agree.setEnabled(False)
        self._clear()
        self.access_needed.emit()

    def show_access(self, has_token: bool, has_keyring: bool) -> None:
        """Ask for a token, or tell that the one kept is used."""
        self._has_keyring = has_keyring
        if has_token:
            self._show_fields(self.other)
            self.note.setText(_KEPT if has_keyring else _KEPT_FOR_NOW)
            self.agree.setFocus()
        else:
            self._show_token_field()
        self.agree.setEnabled(True)

    def _secret_field(self, name: str, more: str) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setPlaceholderText(f"{name}{more}")
        field.setAccessibleName(name)
        field.returnPressed.connect(self._agree)
        return field

    def _show_token_field(self) -> None:
        self._show_fields(self.token, self.by_keys)
        self.note.setText(_WILL_BE_KEPT if self._has_keyring else _WILL_BE_FORGOTTEN)
        self.token.setFocus()

    def _show_key_fields(self) -> None:
        self._show_fields(self.key, self.secret, self.by_token)
        self.note.setText(_KEYS if self._has_keyring else _KEYS_FOR_NOW)
        self.key.setFocus()

    def _show_fields(self, *shown: QWidget) -> None:
        for one in (self.token, self.key, self.secret, self.other, self.by_token, self.by_keys):
            one.setVisible(one in shown)

    def _clear(self) -> None:
        for field in (self.token, self.key, self.secret):
            field.clear()

    def _access(self) -> str | AppKeys | None:
        if not self.key.isHidden():
            return parse_keys(self.key.text(), self.secret.text())
        return None if self.token.isHidden() else parse_token(self.token.text())

    def _agree(self) -> None:
        if not self.agree.isEnabled():
            return
        try:
            access = self._access()
        except UserError as error:
            self.refused.emit(error)
            return
        self._clear()
        self.agreed.emit(self._handle, access)
