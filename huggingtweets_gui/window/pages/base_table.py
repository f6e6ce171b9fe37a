"""The base models to choose from, and any folder with a model of the user's own."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QGridLayout, QHBoxLayout, QRadioButton, QWidget

from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.messages import Device
from huggingtweets_gui.window import words
from huggingtweets_gui.window.theme import Space, tabular
from huggingtweets_gui.window.widgets import Card, Chip, ElidedLabel, Label, Rule, secondary_button
from huggingtweets_gui.workflow.base_choice import choose_base, is_present
from huggingtweets_gui.workflow.catalogue import CATALOGUE, STARTER, BaseModel
from huggingtweets_gui.workflow.fitting import fit
from huggingtweets_gui.workflow.plans import PLANS, hyperparameters

_CLASSIC = "gpt2"
_COLUMNS = ("Name", "Languages", "Parameters", "Download", "Memory")
_DOWNLOAD_COLUMN = _COLUMNS.index("Download")
_NAMED_LANGUAGES = 2


class BaseTable(Card):
    """A table with a radio button for each base model.

    Signals:
        chosen: the key of a base model, or the path of a folder.
    """

    chosen = Signal(str)

    def __init__(self, home: Home, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self.layout_.addWidget(Label("Base model", "strong"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._group = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        self._present: dict[str, tuple[Chip, Label]] = {}
        self._memory: dict[str, tuple[Chip, Label]] = {}
        for column, name in enumerate(_COLUMNS):
            head = Label(name, "small")
            self._grid.addWidget(head, 0, column, _side(column))
        for model in CATALOGUE:
            self._add_model(model)
        self._own = QRadioButton("A folder of yours…")
        self._own.clicked.connect(self._choose_folder)
        self._group.addButton(self._own)
        self._own_path = ElidedLabel("", "small")
        self._change = secondary_button("Choose…")
        self._change.hide()
        self._change.clicked.connect(self._choose_folder)
        line = self._next_line()
        self._grid.addWidget(self._own, line, 0)
        self._grid.addWidget(self._own_path, line, 1, 1, 3)
        self._grid.addWidget(self._change, line, 4)
        self.layout_.addLayout(self._grid)
        self._last: QRadioButton = self._own

    def show_choice(self, key: str) -> None:
        """Mark the base model with this key or folder, and show which ones are on this computer."""
        radio = self.radios.get(key, self._own)
        radio.setChecked(True)
        self._last = radio
        own = radio is self._own
        self._own_path.setText(key if own else "")
        self._change.setVisible(own)
        for known, (chip, download) in self._present.items():
            here = known == STARTER.key or is_present(choose_base(known, self._home))
            chip.setVisible(here)
            download.setVisible(not here)

    def show_memory(self, device: Device) -> None:
        """Show what each model takes on this device, and which would be trained by additions only."""
        for model in CATALOGUE:
            fitted = fit(model.architecture, hyperparameters(PLANS["balanced"], model.parameters), device)
            chip, memory = self._memory[model.key]
            chip.setVisible(fitted.settings.lora_rank > 0)
            memory.setText(words.size(fitted.taken))

    def _add_model(self, model: BaseModel) -> None:
        radio = QRadioButton(words.base(model.name))
        radio.setToolTip(f"{model.name}. {model.summary}")
        radio.setAccessibleDescription(model.summary)
        radio.clicked.connect(lambda: self.chosen.emit(model.key))
        self._group.addButton(radio)
        self.radios[model.key] = radio
        name = QHBoxLayout()
        name.setSpacing(Space.S)
        name.addWidget(radio)
        if model.key == _CLASSIC:
            name.addWidget(Chip("the classic"))
        additions, memory = Chip("LoRA"), _figure("…")
        additions.setToolTip("Only small additions to the model are trained, since all of it does not fit.")
        additions.hide()
        self._memory[model.key] = (additions, memory)
        name.addWidget(additions)
        name.addStretch()
        line = self._next_line()
        self._grid.addLayout(name, line, 0)
        self._grid.addWidget(ElidedLabel(_languages(model), "soft"), line, 1)
        present, download = Chip("on this computer", "good"), _figure(words.size(model.download_bytes))
        self._present[model.key] = (present, download)
        figures = (
            _figure(words.parameters(model.parameters)),
            present,
            memory,
        )
        for column, figure in enumerate(figures, 2):
            self._grid.addWidget(figure, line, column, _side(column))
        self._grid.addWidget(download, line, _DOWNLOAD_COLUMN, _side(_DOWNLOAD_COLUMN))

    def _next_line(self) -> int:
        line = self._grid.rowCount()
        self._grid.addWidget(Rule(), line, 0, 1, len(_COLUMNS))
        return line + 1

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Choose the folder of a model")
        if folder:
            self.chosen.emit(str(Path(folder)))
        else:
            self._last.setChecked(True)


def _figure(text: str) -> Label:
    figure = Label(text)
    figure.setFont(tabular(figure.font()))
    return figure


def _side(column: int) -> Qt.AlignmentFlag:
    vertical = Qt.AlignmentFlag.AlignVCenter
    return (Qt.AlignmentFlag.AlignRight if column >= 2 else Qt.AlignmentFlag.AlignLeft) | vertical


def _languages(model: BaseModel) -> str:
    if len(model.languages) <= _NAMED_LANGUAGES:
        return " and ".join(model.languages)
    return f"{model.languages[0]} and {len(model.languages) - 1} others"
