"""The plot of a training: the loss of every step, the held-out loss, and which weights are kept.

Imports pyqtgraph, which takes 0.4 s: import this module when a plot is first shown, not before.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPen
from PySide6.QtWidgets import QWidget

from huggingtweets_gui.messages import Estimate, Evaluation
from huggingtweets_gui.window import theme
from huggingtweets_gui.window.run_history import RunHistory

_REPAINT_MILLISECONDS = 33
_SMALL_PIXELS = 12
_TRAINING_OPACITY = 150
# From the plot's top to the words at the line of the best weights, which stand beneath the legend.
_LEGEND_PIXELS = 40
# What the axes show at least, until the points reach over so many steps that they tell a range themselves.
_FIRST_STEPS = 100
_FIRST_LOSSES = (2.0, 7.0)
_ENOUGH_STEPS = 10


class LossPlot(pg.PlotWidget):
    """Shows a ``RunHistory``. Call ``refresh`` whenever it has grown: it draws 30 times a second at most."""

    # Qt tells of a change of colours before everything is there.
    _complete = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Plot of the training loss and the held-out loss")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self._history = RunHistory()
        self._timer = QTimer(self, singleShot=True, interval=_REPAINT_MILLISECONDS)
        self._timer.timeout.connect(self._draw)
        self._training = self.plot(name="training loss", antialias=True)
        # The peaks stay in sight however many steps share a pixel.
        self._training.setDownsampling(auto=True, method="peak")
        self._held_out = self.plot(name="held-out loss", antialias=True, symbol="o", symbolSize=7)
        self._best = pg.InfiniteLine(
            angle=90,
            label="best so far, kept",
            labelOpts={"anchors": [(0, 0), (1, 0)]},
        )
        self._best.hide()
        self.addItem(self._best)
        self._readings: list[pg.InfiniteLine] = []
        self._legend = pg.LegendItem(offset=(-8, 8), colCount=2, horSpacing=16)
        self._legend.setParentItem(self.getPlotItem().vb)
        self._legend.addItem(self._training, "training loss")
        self._legend.addItem(self._held_out, "held-out loss")
        self.getViewBox().sigResized.connect(self._place_words)
        self._complete = True
        self._wear()

    def show_history(self, history: RunHistory) -> None:
        """Show this history from now on."""
        self._history = history
        self._draw()

    def refresh(self) -> None:
        """Draw soon what has been added to the history."""
        if not self._timer.isActive():
            self._timer.start()

    def changeEvent(self, event: QEvent) -> None:
        """Take on the system's colours when they change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._complete:
            self._wear()

    def _draw(self) -> None:
        history = self._history
        self._show_range()
        self._training.setData(np.array(history.steps), np.array(history.losses))
        held_out = _held_out(history)
        self._held_out.setData([one.step for one in held_out], [one.loss for one in held_out])
        self._mark_readings(history)
        best = history.best
        self._best.setVisible(best is not None and best.step > 0)
        if best is not None:
            self._best.setValue(best.step)

    def _show_range(self) -> None:
        evaluations = _held_out(self._history)
        steps = [*self._history.steps[:1], *self._history.steps[-1:], *(one.step for one in evaluations)]
        first, last = min(steps, default=0), max(steps, default=0)
        if last - first >= _ENOUGH_STEPS:
            self.enableAutoRange()
            return
        losses = np.array([*_FIRST_LOSSES, *self._history.losses, *(one.loss for one in evaluations)])
        losses = losses[np.isfinite(losses)]
        self.setRange(xRange=(first, first + _FIRST_STEPS), yRange=(losses.min(), losses.max()))

    def _mark_readings(self, history: RunHistory) -> None:
        """Draw a line where each reading after the first begins."""
        while len(self._readings) > len(history.readings):
            self.removeItem(self._readings.pop())
        while len(self._readings) < len(history.readings):
            self._readings.append(self.addLine(x=0, pen=self._reading_pen()))
        for line, reading in zip(self._readings, history.readings, strict=True):
            line.setValue(reading.step)

    def _reading_pen(self) -> QPen:
        return pg.mkPen(theme.colours().soft, width=self.devicePixelRatioF(), style=Qt.PenStyle.DotLine)

    def _place_words(self, box: pg.ViewBox) -> None:
        """Keep the words at the line of the best weights beneath the legend."""
        self._best.label.setPosition(1 - _LEGEND_PIXELS / max(box.height(), 2 * _LEGEND_PIXELS))

    def _wear(self) -> None:
        scheme = theme.colours()
        # Pens of plots are as wide as so many of the screen's own pixels.
        pixel = self.devicePixelRatioF()
        accent = QColor(scheme.accent)
        accent.setAlpha(_TRAINING_OPACITY)
        self.setBackground(scheme.card)
        self._training.setPen(pg.mkPen(accent, width=pixel))
        self._held_out.setPen(pg.mkPen(scheme.second, width=2.4 * pixel))
        self._held_out.setSymbolBrush(scheme.second)
        self._held_out.setSymbolPen(pg.mkPen(scheme.card, width=pixel))
        self._best.setPen(pg.mkPen(scheme.good, width=pixel, style=Qt.PenStyle.DashLine))
        self._best.label.setColor(scheme.good)
        for line in self._readings:
            line.setPen(self._reading_pen())
        font = QFont(self.font())
        font.setPixelSize(_SMALL_PIXELS)
        self._best.label.setFont(font)
        for side, name in (("left", "loss, nats a token"), ("bottom", "step")):
            axis = self.getAxis(side)
            axis.setPen(scheme.line)
            axis.setTextPen(scheme.soft)
            axis.setTickFont(font)
            axis.setLabel(name, **{"color": scheme.soft, "font-size": f"{_SMALL_PIXELS}px"})
            axis.enableAutoSIPrefix(False)
        self.showGrid(y=True, alpha=1.0)
        self._legend.setLabelTextColor(scheme.soft)
        self._legend.setLabelTextSize(f"{_SMALL_PIXELS}px")


def _held_out(history: RunHistory) -> list[Evaluation | Estimate]:
    """Return the points of the held-out loss, the one that is still being measured included."""
    return [*history.evaluations, *([history.estimate] if history.estimate else [])]
