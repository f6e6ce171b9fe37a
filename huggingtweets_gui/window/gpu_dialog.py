"""Getting the GPU pack, following how far it is, and being rid of it."""

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.window import words
from huggingtweets_gui.window.gpu_packs import GpuPacks, Work
from huggingtweets_gui.window.pace import Pace
from huggingtweets_gui.window.theme import Space, tabular
from huggingtweets_gui.window.widgets import Banner, Label, primary_button, secondary_button, text_button
from huggingtweets_gui.workflow.gpu_pack.installing import Stage
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock
from huggingtweets_gui.workflow.gpu_pack.state import PackState

_STEPS = 1000  # of the progress bar: bytes are too many for its integers
_STAGES = {Stage.FETCHING: "Fetching the pack", Stage.UNPACKING: "Unpacking it"}


class GpuDialog(QDialog):
    """Shows one thing at a time: the offer, the installation, what is left of one, or the pack.

    Closing it breaks an installation off; what has arrived stays.
    """

    def __init__(self, packs: GpuPacks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._packs = packs
        self._pace = Pace()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("GPU pack")
        self.setMinimumWidth(540)
        self.banner = Banner()
        self.sentence = Label("", wrap=True)
        self.figures = Label("", "strong")
        self.figures.setFont(tabular(self.figures.font()))
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How much of the GPU pack is here")
        self.get = primary_button("")
        self.folder = text_button("From a &folder…")
        self.folder.setToolTip("For a computer without a network: a folder with the pack's wheels.")
        self.remove = secondary_button("&Remove")
        self.cancel = secondary_button("&Cancel")
        self.close_button = secondary_button("C&lose")
        self._lay_out()
        self.get.clicked.connect(lambda: self._install(None))
        self.folder.clicked.connect(self._choose_folder)
        self.remove.clicked.connect(self._remove)
        self.cancel.clicked.connect(self._cancel)
        self.close_button.clicked.connect(self.close)
        packs.changed.connect(self.refresh)
        packs.progress.connect(self._show_progress)
        packs.failed.connect(self._show_failure)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to see and to do now."""
        state, work = self._packs.state, self._packs.work
        assert state is not None
        idle = work is None
        self.sentence.setText(self._sentence(state, work))
        for widget in (self.figures, self.bar):
            widget.setVisible(work is Work.INSTALLING)
        can_get = idle and state.lock is not None and not state.installed
        self.get.setVisible(can_get)
        self.get.setText("&Resume" if state.is_broken_off else "&Get the GPU pack")
        self.folder.setVisible(can_get)
        self.remove.setVisible(idle and (state.installed or state.used + state.useless > 0))
        self.remove.setEnabled(not self._packs.is_in_use)
        self.cancel.setVisible(work is Work.INSTALLING)
        self.cancel.setEnabled(True)
        self.close_button.setVisible(work is not Work.INSTALLING)

    def done(self, result: int) -> None:
        """Close, and break an installation off."""
        self._packs.cancel()
        super().done(result)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(Label("GPU pack", "heading"))
        layout.addWidget(self.banner)
        layout.addWidget(self.sentence)
        layout.addWidget(self.figures)
        layout.addWidget(self.bar)
        layout.addStretch()
        row = QHBoxLayout()
        row.addWidget(self.folder)
        row.addStretch()
        for button in (self.remove, self.cancel, self.close_button, self.get):
            row.addWidget(button)
        layout.addLayout(row)

    def _sentence(self, state: PackState, work: Work | None) -> str:
        if work is Work.REMOVING:
            return "The GPU pack is being removed…"
        if work is Work.INSTALLING:
            return "You can cancel at any time: what has arrived is kept, and it goes on from there."
        if state.installed:
            held = " While a training or a writing goes on it stays." if self._packs.is_in_use else ""
            return f"The GPU pack is installed and takes {words.size(state.used)}. {self._use()}{held}"
        if state.lock is None:
            held = f"A GPU pack is here that cannot be used. It takes {words.size(state.useless)}."
            return f"{held} There is no other one: {state.reason}."
        if state.is_broken_off:
            return (
                f"The installation was broken off; {words.size(state.used)} of it are here. "
                f"It goes on from there. {_sizes(state.lock)}"
            )
        useless = f" An older pack goes then: {words.size(state.useless)}." if state.useless else ""
        return (
            "The GPU pack is PyTorch's build for NVIDIA graphics cards. It is downloaded once. "
            f"{_sizes(state.lock)}{useless} "
            "The processor is used until it is here, and where it does not work."
        )

    def _use(self) -> str:
        device = self._packs.device
        if device is None:
            return ""
        if device.device == "cuda":
            return f"Bots are trained on your {device.name}."
        return device.reason if device.cuda is None else f"It is used, but not the GPU. {device.reason}"

    def _install(self, folder: Path | None) -> None:
        self.banner.hide()
        self._pace = Pace()
        self.figures.setText(f"{_STAGES[Stage.FETCHING]}…")
        self.bar.setValue(0)
        self._packs.install(folder)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Choose the folder with the wheels of the GPU pack")
        if folder:
            self._install(Path(folder))

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._packs.cancel()

    def _remove(self) -> None:
        self.banner.hide()
        self._packs.remove()

    def _show_progress(self, stage: Stage, done: int, total: int) -> None:
        self._pace.reached(stage, done)
        left = self._pace.seconds_left(total)
        time_left = f" · {words.duration(left)} left" if left is not None and done < total else ""
        self.figures.setText(f"{_STAGES[stage]}: {words.size(done)} of {words.size(total)}{time_left}")
        self.bar.setValue(round(_STEPS * done / total))

    def _show_failure(self, error: UserError) -> None:
        self.banner.show_error(error)


def _sizes(lock: PackLock) -> str:
    hosts = sorted({urlsplit(wheel.url).netloc for wheel in lock.wheels})
    return (
        f"In all it is {words.size(lock.size)} from {' and '.join(hosts)}, and takes "
        f"{words.size(lock.unpacked)} on the disk."
    )
