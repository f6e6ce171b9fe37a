"""The shape that every page has: a header, a body, a footer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets.banner import Banner
from huggingtweets_gui.window.widgets.labels import ElidedLabel, Label


class Header(QWidget):
    """A page's title with a sentence beneath; what is added to ``buttons`` stands at the right."""

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(title, "title")
        self.subtitle = Label(subtitle, "soft", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(Space.S)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.L)
        layout.addLayout(words, 1)
        layout.addLayout(self.buttons)


class Footer(QFrame):
    """The bar at the bottom: a sentence at the left, buttons at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self.sentence = Label("", "soft", wrap=True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(Space.XXL, Space.M, Space.XXL, Space.M)
        self._layout.setSpacing(Space.S)
        self._layout.addWidget(self.sentence, 1)

    def add(self, *widgets: QWidget) -> None:
        """Add buttons, from left to right."""
        for widget in widgets:
            self._layout.addWidget(widget)


class Page(QWidget):
    """A page of the window.

    ``header``, ``banner`` (hidden until needed), ``body`` (a vertical layout that takes the room) and
    ``footer`` stand from top to bottom.

    Signals:
        next_requested: the page is done, show the one after.
        back_requested: show the one before.
    """

    next_requested = Signal()
    back_requested = Signal()

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.header = Header(title, subtitle)
        self.banner = Banner()
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.L)
        self.footer = Footer()
        middle = QVBoxLayout()
        middle.setContentsMargins(Space.XXL, Space.L, Space.XXL, Space.L)
        middle.setSpacing(Space.L)
        middle.addWidget(self.header)
        middle.addWidget(self.banner)
        middle.addLayout(self.body, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(self.footer)

    def begin(self) -> None:
        """Give the keyboard to where the user goes on; called whenever the user is led here."""
