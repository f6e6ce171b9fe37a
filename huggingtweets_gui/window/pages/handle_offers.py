"""For each handle, where its tweets can be had: here already, in the Community Archive, from X."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.service import Account
from huggingtweets_gui.window import words
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import ElidedLabel, Label, secondary_button, text_button
from huggingtweets_gui.window.widgets.frames import clear_layout
from huggingtweets_gui.workflow.services import COMMUNITY_RULE


class HandleOffers(QWidget):
    """A row for each handle.

    Signals:
        use_requested: a handle in the library.
        look_requested: a handle to look up in the Community Archive.
        community_requested, x_requested: a handle to be read from there.
        closed: nothing more is wanted.
    """

    use_requested = Signal(str)
    look_requested = Signal(str)
    community_requested = Signal(str)
    x_requested = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, _Row] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.M)
        self._grid.setColumnStretch(0, 1)
        self.close_button = text_button("&Back")
        self.close_button.clicked.connect(self.closed)
        bottom = QHBoxLayout()
        bottom.setSpacing(Space.L)
        bottom.addWidget(Label(COMMUNITY_RULE, "small", wrap=True), 1)
        bottom.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(Label("Where their tweets are", "heading"))
        layout.addLayout(self._grid)
        layout.addStretch()
        layout.addLayout(bottom)

    def show_handles(self, handles: list[str], here: Mapping[str, int]) -> None:
        """Show these handles, and ask for those to be looked up that are not in the library.

        Args:
            handles: in the order typed.
            here: how many tweets the library has of each handle in it, the handles casefolded.
        """
        clear_layout(self._grid)
        self.rows = {}
        for number, handle in enumerate(handles):
            row = self.rows[handle.casefold()] = _Row(handle, self)
            for column, widget in enumerate((row.words, row.action.button, row.other.button)):
                self._grid.addWidget(widget, number, column)
            if (count := here.get(handle.casefold())) is not None:
                row.show_here(count)
            else:
                row.look()

    def show_found(self, handle: str, account: Account) -> None:
        """Tell that the Community Archive has somebody's tweets."""
        if row := self.rows.get(handle.casefold()):
            row.show_found(account)

    def show_missing(self, handle: str, error: UserError) -> None:
        """Tell that the Community Archive does not have them, or could not be asked."""
        if row := self.rows.get(handle.casefold()):
            row.show_missing(error)

    def show_chosen(self, handle: str, count: int) -> bool:
        """Tell that the tweets of ``handle`` are here and chosen; return whether that is so of all rows."""
        if row := self.rows.get(handle.casefold()):
            row.show_chosen(count)
        return all(row.is_chosen for row in self.rows.values())


class _Row:
    """The widgets of one handle: ``action`` is what is nearest at hand, ``other`` what lies farther away."""

    def __init__(self, handle: str, offers: HandleOffers) -> None:
        self._handle = handle
        self._offers = offers
        self.is_chosen = False
        self.where = ElidedLabel("", "small")
        self.words = QWidget()
        lines = QVBoxLayout(self.words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(Label(f"@{handle}", "strong"))
        lines.addWidget(self.where)
        self.action = _Choice(secondary_button(""), handle)
        self.other = _Choice(text_button(""), handle)

    def show_here(self, count: int) -> None:
        self.where.setText(f"Already here, with {words.several(count, 'tweet', 'tweets')}")
        self.action.offer("Use them", self._offers.use_requested.emit)
        self.other.offer("Look for more", lambda _: self.look())

    def look(self) -> None:
        self.where.setText("Looking in the Community Archive…")
        self.action.button.hide()
        self.other.offer("From X, paid…", self._offers.x_requested.emit)
        self._offers.look_requested.emit(self._handle)

    def show_found(self, account: Account) -> None:
        count = words.several(account.tweets, "tweet", "tweets")
        date = f", archived {account.archived:%Y-%m-%d}" if account.archived else ""
        self.where.setText(f"Community Archive: {count}{date}")
        self.action.offer("Get them", self._offers.community_requested.emit)

    def show_missing(self, error: UserError) -> None:
        if error.code is ErrorCode.NOT_IN_COMMUNITY:
            self.where.setText("Not in the Community Archive")
        else:
            self.where.setText(error.sentence)
            self.action.offer("Try again", lambda _: self.look())

    def show_chosen(self, count: int) -> None:
        self.is_chosen = True
        self.where.setText(f"Chosen, with {words.several(count, 'tweet', 'tweets')}")
        self.action.button.hide()
        self.other.button.hide()


class _Choice:
    """A button that offers now this, now that, for one handle."""

    def __init__(self, button: QPushButton, handle: str) -> None:
        self.button = button
        self._handle = handle
        self._do: Callable[[str], None] | None = None
        button.clicked.connect(self._on_click)

    def offer(self, text: str, do: Callable[[str], None]) -> None:
        self._do = do
        self.button.setText(text)
        self.button.setAccessibleName(f"{text.rstrip('…')}: @{self._handle}")
        self.button.show()

    def _on_click(self) -> None:
        if self._do is not None:
            self._do(self._handle)
