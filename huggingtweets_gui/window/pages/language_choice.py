"""Which languages are kept."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from huggingtweets_gui.window.language_names import language_name
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label

_CODE = Qt.ItemDataRole.UserRole
_ROW = 26
_MOST_ROWS = 5


class LanguageChoice(QWidget):
    """A list of the languages with how many tweets are in each; only chosen ones are kept.

    Signals:
        changed: the codes of the chosen languages as a ``frozenset``, or None where all are.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Collection[str] | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("Languages to keep")
        self.list.itemChanged.connect(self._on_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.XS, 0, Space.XS)
        layout.setSpacing(2)
        layout.addWidget(Label("Languages", "small"))
        layout.addWidget(self.list)
        self.show_counts({})

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Offer these languages, by their codes, each with how many tweets are in it."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for code, count in counts.items():
                item = QListWidgetItem(f"{language_name(code)}  {count:,}")
                item.setData(_CODE, code)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                self.list.addItem(item)
        self.list.setFixedHeight(_ROW * max(1, min(len(counts), _MOST_ROWS)) + 2)
        self.show_chosen(self._chosen)
        self.setVisible(len(counts) > 1)

    def show_chosen(self, codes: Collection[str] | None) -> None:
        """Show which languages are kept; None for all."""
        self._chosen = codes
        with QSignalBlocker(self.list):
            for item in self._items():
                chosen = codes is None or item.data(_CODE) in codes
                item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        self.list.viewport().update()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _on_changed(self) -> None:
        checked = [item for item in self._items() if item.checkState() is Qt.CheckState.Checked]
        all_chosen = len(checked) == self.list.count()
        self._chosen = None if all_chosen else frozenset(item.data(_CODE) for item in checked)
        self.changed.emit(self._chosen)
