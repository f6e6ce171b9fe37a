"""The figures of a training, in one row: losses, speed, memory."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from huggingtweets_gui.messages import Device
from huggingtweets_gui.window import theme
from huggingtweets_gui.window.run import Run
from huggingtweets_gui.window.run_history import RunHistory
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, Label
from huggingtweets_gui.window.words import number, part, size
from huggingtweets_gui.workflow.speed import is_training_normal

_NONE = "–"


class RunFigures(Card):
    """Shows the figures of a ``Run``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(2)
        self.layout_.addLayout(grid)
        self._device = Label("", "small", wrap=True)
        self.layout_.addWidget(self._device)
        self._figures: list[Label] = []
        self._words: list[Label] = []
        for column in range(5):
            figure, words = Label(_NONE, "figure"), Label("", "small", wrap=True)
            figure.setFont(theme.tabular(figure.font()))
            grid.addWidget(figure, 0, column)
            grid.addWidget(words, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
            self._figures.append(figure)
            self._words.append(words)

    def show_run(self, run: Run) -> None:
        """Show the figures as they are now."""
        for figure, words, (value, name) in zip(self._figures, self._words, _figures(run), strict=True):
            figure.setText(value)
            words.setText(name)
            figure.setAccessibleName(f"{name}: {value}")
        self._device.setText(_device(run.device) if run.device else "")
        self._device.setVisible(run.device is not None)


def _figures(run: Run) -> list[tuple[str, str]]:
    best, last = run.history.best, run.history.last
    return [
        _held_out(run.history),
        (f"{best.bits:.2f}" if best else _NONE, "bits a character"),
        (_power(last.learning_rate) if last else _NONE, "learning rate"),
        (number(round(last.tokens_per_second)) if last else _NONE, _speed(run)),
        (size(last.memory) if last else _NONE, "memory in use" if run.active else "memory used"),
    ]


def _held_out(history: RunHistory) -> tuple[str, str]:
    best, base = history.best, history.base
    if best is None:
        estimate = history.estimate
        return (f"{estimate.loss:.2f}", "held-out loss so far") if estimate else (_NONE, "held-out loss")
    return f"{best.loss:.2f}", f"held-out loss (base {base.loss:.2f})" if base else "held-out loss"


def _device(device: Device) -> str:
    free = f"{part(device.free_memory, device.total_memory)} free at the start"
    return f"{device.name} · {device.precision} · {free}. {device.reason}"


def _speed(run: Run) -> str:
    share, last = run.share_of_peak, run.history.last
    if share is None or last is None:
        return "tokens/s"
    step_seconds = run.bot.record.hyperparameters.batch_tokens / last.tokens_per_second
    judged = "normal" if is_training_normal(share, step_seconds) else "slow"
    return f"tokens/s, {share:.0%} of the device's peak: {judged}"


def _power(value: float) -> str:
    """Return a small number as "9.8e-5", without the zeros that Python pads the exponent with."""
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}"
