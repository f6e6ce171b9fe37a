"""Asking which column of a table holds the posts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from huggingtweets_gui.tweets.formats.sheet import Sheet
from huggingtweets_gui.tweets.posts import Columns
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, primary_button, text_button

_ROWS = 8
_LONGEST_CELL = 200
_WIDTH, _WIDEST = 680, 320  # pixels
_NO_DATE = "None of them"


class ColumnPicker(QDialog):
    """Shows the first rows of a table; accepted once the user has said where the texts are.

    Args:
        name: of the file.
        sheet: the table.
    """

    def __init__(self, name: str, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which column holds the posts?")
        self.resize(_WIDTH + 2 * Space.XL, 480)
        self._names = sheet.names()
        self.table = _preview(sheet)
        self.text = QComboBox()
        self.text.addItems(self._names)
        self.date = QComboBox()
        self.date.addItems([_NO_DATE, *self._names])
        date = sheet.date(None)
        self.date.setCurrentIndex(0 if date is None else date + 1)
        self.text.currentIndexChanged.connect(self.table.selectColumn)
        self.table.horizontalHeader().sectionClicked.connect(self.text.setCurrentIndex)
        self.table.cellClicked.connect(lambda _, column: self.text.setCurrentIndex(column))
        self.table.selectColumn(0)
        self.text.setCurrentIndex(sheet.wordiest())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(Label("Which column holds the posts?", "heading"))
        layout.addWidget(
            Label(f"{name} has {len(self._names)} columns. These are its first rows.", "soft", wrap=True)
        )
        layout.addWidget(self.table, 1)
        form = QFormLayout()
        form.addRow("The &text is in", self.text)
        form.addRow("The &date is in", self.date)
        layout.addLayout(form)
        layout.addLayout(self._buttons())

    def columns(self) -> Columns:
        """Return what was chosen, each column by its number, since titles may be there twice."""
        date = self.date.currentIndex()
        return Columns(str(self.text.currentIndex() + 1), str(date) if date else "")

    def _buttons(self) -> QHBoxLayout:
        self.use = primary_button("&Read it")
        self.use.setDefault(True)
        self.use.clicked.connect(self.accept)
        leave = text_button("&Leave this file out")
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(leave)
        buttons.addWidget(self.use)
        return buttons


def _preview(sheet: Sheet) -> QTableWidget:
    table = QTableWidget(min(_ROWS, len(sheet.rows)), sheet.width)
    table.setHorizontalHeaderLabels(sheet.names())
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setStretchLastSection(True)
    table.setAccessibleName("The first rows of the table")
    for row, cells in enumerate(sheet.rows[:_ROWS]):
        for column, cell in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(" ".join(cell[:_LONGEST_CELL].split())))
    header.setMaximumSectionSize(_WIDEST)
    table.resizeColumnsToContents()
    return table
