"""The left side of the window: a new bot, the bots, the computer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from huggingtweets_gui.window import words
from huggingtweets_gui.window.bot_list import BotList
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import ElidedLabel, Rule, primary_button, text_button
from huggingtweets_gui.workflow.updates import RELEASES_PAGE

if TYPE_CHECKING:
    from huggingtweets_gui.messages import Device

_WIDTH = 232


class Sidebar(QFrame):
    """Holds ``new``, the ``bots``, ``data`` and ``update_`` (buttons) and what is known of the device."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setFixedWidth(_WIDTH)
        self.new = primary_button("+  New bot")
        self.new.setAccessibleName("New bot")
        self.new.setShortcut(QKeySequence.StandardKey.New)
        self.bots = BotList()
        self.data = text_button("&Authors and data…", dense=True)
        self.update_ = text_button("", dense=True)
        self.update_.setToolTip(RELEASES_PAGE)
        self.update_.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(RELEASES_PAGE)))
        self.update_.hide()
        self._device = ElidedLabel("Looking for a GPU…", "strong")
        self._memory = ElidedLabel("works offline", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.L, Space.M, Space.L)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.new)
        layout.addSpacing(Space.M)
        layout.addWidget(self.bots, 1)
        layout.addWidget(self.data)
        layout.addWidget(self.update_)
        layout.addSpacing(Space.XS)
        layout.addWidget(Rule())
        layout.addSpacing(Space.S)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.S, 0, Space.S, 0)
        foot.setSpacing(2)
        foot.addWidget(self._device)
        foot.addWidget(self._memory)
        layout.addLayout(foot)

    def show_update(self, version: str) -> None:
        """Tell that there is a newer version, with a link to it; none if ``version`` is empty."""
        self.update_.setText(f"Version {version} is there")
        self.update_.setAccessibleName(f"HuggingTweets {version} is there: open its page")
        self.update_.setVisible(bool(version))

    def show_device(self, device: "Device") -> None:
        """Name the device and its free memory."""
        self._device.setText(device.name)
        self._device.setToolTip(device.reason)
        free = words.part(device.free_memory, device.total_memory)
        self._memory.setText(f"{free} free · works offline")

    def show_no_device(self, sentence: str) -> None:
        """Say why nothing is known of the device."""
        self._device.setText("Engine not started")
        self._device.setToolTip(sentence)
        self._memory.setText(sentence)
