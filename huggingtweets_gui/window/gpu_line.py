"""The line beside the device that offers the GPU pack, or says that it is here."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from huggingtweets_gui.window import words
from huggingtweets_gui.window.gpu_packs import GpuPacks
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, text_button
from huggingtweets_gui.workflow.gpu_pack.state import PackState


class GpuLine(QWidget):
    """Hidden where there is nothing to say of a GPU pack; its button opens the dialog."""

    def __init__(self, packs: GpuPacks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._packs = packs
        self.sentence = Label("", wrap=True)
        self.button = text_button("", dense=True)
        self.button.clicked.connect(self._open)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.button)
        packs.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what there is to say now."""
        self.setVisible(self._packs.is_useful)
        state = self._packs.state
        if state is not None and self._packs.is_useful:
            sentence, action = _words(state)
            self.sentence.setText(sentence)
            self.button.setText(action)
            self.button.setVisible(bool(action))

    def _open(self) -> None:
        from huggingtweets_gui.window.gpu_dialog import GpuDialog

        GpuDialog(self._packs, self.window()).open()


def _words(state: PackState) -> tuple[str, str]:
    """Return the sentence, and what the button says; no button where nothing can be done here."""
    if state.installed:
        return f"The GPU pack is installed and takes {words.size(state.used)}.", "GPU &pack…"
    if state.is_broken_off:
        return f"A part of the GPU pack is here ({words.size(state.used)}).", "&Go on with it…"
    if state.useless and state.lock is None:
        return f"A GPU pack is here that cannot be used: {words.size(state.useless)}.", "GPU &pack…"
    assert state.gpu is not None
    if state.lock is None:
        return (
            f"This computer has an {state.gpu.name}, but its driver {state.gpu.driver} is too old for the "
            f"GPU pack. Install version {state.wanted_driver} or a newer one from NVIDIA.",
            "",
        )
    return (
        f"This computer has an {state.gpu.name}. Training on it is much faster.",
        f"&Get the GPU pack ({words.size(state.lock.size)})…",
    )
