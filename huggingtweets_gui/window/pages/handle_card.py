"""Where handles are typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.dataset import MOST_AUTHORS
from huggingtweets_gui.tweets.model import parse_x_handle
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, Label, secondary_button


class HandleCard(Card):
    """A card with a field for one to three handles.

    Signals:
        find_requested: the handles, as a list; none of them can be wrong in form.
        refused: the ``UserError`` that says why what was typed is no such list.
    """

    find_requested = Signal(list)
    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.handles = QLineEdit()
        self.handles.setPlaceholderText("@handle")
        self.handles.setAccessibleName("Handles, one to three")
        self.handles.returnPressed.connect(self._find)
        self.find_button = secondary_button("&Find")
        self.find_button.clicked.connect(self._find)
        self.layout_.addWidget(Label("Or by handle", "strong"))
        self.layout_.addWidget(
            Label("One to three people on X, in the Community Archive or from X itself.", "small", wrap=True)
        )
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.handles, 1)
        row.addWidget(self.find_button)
        self.layout_.addLayout(row)
        self.layout_.addStretch()

    def _find(self) -> None:
        try:
            handles = _handles(self.handles.text())
        except UserError as error:
            self.refused.emit(error)
        else:
            if handles:
                self.find_requested.emit(handles)


def _handles(text: str) -> list[str]:
    """Return the handles in ``text``, which commas or spaces keep apart, each of them once.

    Raises:
        UserError: X_HANDLE_INVALID, TOO_MANY_AUTHORS.
    """
    handles = {handle.casefold(): handle for handle in map(parse_x_handle, text.replace(",", " ").split())}
    if len(handles) > MOST_AUTHORS:
        raise UserError(ErrorCode.TOO_MANY_AUTHORS, count=len(handles))
    return list(handles.values())
