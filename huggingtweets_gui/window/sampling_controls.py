"""The card with the controls of writing: moods, sliders, seed, and how many."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSpinBox, QWidget

from huggingtweets_gui.messages import HIGHEST_SEED
from huggingtweets_gui.window.moods import DIALS, MOODS, MOST_AT_ONCE, mood_of
from huggingtweets_gui.window.sampling_slider import SamplingSlider
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, ChipButton, Label
from huggingtweets_gui.workflow.writing import Sampling

_NEW_SEED = -1


class SamplingControls(Card):
    """Shows and changes a ``Sampling``, except for its prompt.

    Signals:
        changed: any of the settings was changed.
    """

    changed = Signal()

    def __init__(self, sampling: Sampling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_.addWidget(Label("Mood", "strong"))
        self._moods = {name: ChipButton(name) for name in MOODS}
        self._group = QButtonGroup(self)
        chips = QHBoxLayout()
        chips.setSpacing(Space.S)
        for name, chip in self._moods.items():
            self._group.addButton(chip)
            chips.addWidget(chip)
            chip.clicked.connect(lambda _, mood=name: self._set_mood(mood))
        chips.addStretch(1)
        self.layout_.addLayout(chips)
        self.sliders = {dial.field: SamplingSlider(dial) for dial in DIALS}
        for slider in self.sliders.values():
            self.layout_.addWidget(slider)
            slider.changed.connect(self._changed)
        self.count = _spin_box("How many at a time", 1, MOST_AT_ONCE)
        self.seed = _spin_box("Seed", _NEW_SEED, HIGHEST_SEED)
        self.seed.setSpecialValueText("new each time")
        self.seed.setToolTip("The same seed, prompt and settings write the same tweets.")
        for name, box in (("How many", self.count), ("Seed", self.seed)):
            row = QHBoxLayout()
            row.addWidget(Label(name), 1)
            row.addWidget(box)
            self.layout_.addLayout(row)
            box.valueChanged.connect(self._changed)
        self.show_sampling(sampling)

    def sampling(self, prompt: str) -> Sampling:
        """Return the settings as they stand, with this prompt."""
        seed = self.seed.value()
        numbers: dict[str, Any] = {field: slider.value for field, slider in self.sliders.items()}
        return Sampling(
            prompt=prompt,
            count=self.count.value(),
            seed=None if seed == _NEW_SEED else seed,
            **numbers,
        )

    def show_sampling(self, sampling: Sampling) -> None:
        """Set everything to ``sampling``."""
        for field, slider in self.sliders.items():
            slider.set_value(getattr(sampling, field))
        self.count.setValue(sampling.count)
        self.seed.setValue(_NEW_SEED if sampling.seed is None else sampling.seed)
        self._show_mood()

    def _set_mood(self, name: str) -> None:
        self.show_sampling(replace(self.sampling(""), **MOODS[name]))

    def _changed(self) -> None:
        self._show_mood()
        self.changed.emit()

    def _show_mood(self) -> None:
        mood = mood_of(self.sampling(""))
        # An exclusive group would keep the last mood chosen when none fits any more.
        self._group.setExclusive(False)
        for name, chip in self._moods.items():
            chip.setChecked(name == mood)
        self._group.setExclusive(mood is not None)


def _spin_box(name: str, lowest: int, highest: int) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(lowest, highest)
    # The style sheet's padding does not reach the field within.
    box.lineEdit().setTextMargins(Space.S, 0, 0, 0)
    return box
