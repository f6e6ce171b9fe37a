"""Page 4: a training as it goes, how it can be paused and stopped, and what it has come to."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.bot_store import Bot, read_bot
from huggingtweets_gui.messages import Answering, End, Evaluation, Event, Notice, Samples, Silent, StopKind
from huggingtweets_gui.threads.engine_thread import EngineThread, Request, TrainRequest
from huggingtweets_gui.window.run import Run, Stage
from huggingtweets_gui.window.run_buttons import RunButtons
from huggingtweets_gui.window.run_figures import RunFigures
from huggingtweets_gui.window.sample_feed import SampleFeed
from huggingtweets_gui.window.silent_engine import show_silence
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, Label, Page

if TYPE_CHECKING:
    from huggingtweets_gui.window.loss_plot import LossPlot

_REPAINT_MILLISECONDS = 33
_FEED_WIDTH = 320
_PROGRESS_PARTS = 1000


class TrainPage(Page):
    """Follows the training that runs, whether it is in sight or not, and shows earlier ones.

    Args:
        engine: trains.

    Signals:
        write_requested: the finished ``Bot`` that the user wants to write with.
    """

    write_requested = Signal(object)

    def __init__(self, engine: EngineThread, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._engine = engine
        self._runs: dict[Path, Run] = {}
        self._live: Run | None = None
        self._shown: Run | None = None
        self._plot: LossPlot | None = None
        self._repaint = QTimer(self, singleShot=True, interval=_REPAINT_MILLISECONDS)
        self._repaint.timeout.connect(self._show_progress)
        self._build_body()
        self.buttons = RunButtons(self.footer)
        self.buttons.stop_requested.connect(self._stop)
        self.buttons.resume_requested.connect(self._resume)
        self.buttons.write_requested.connect(self._write)
        self.banner.acted.connect(self._restart_engine)
        engine.began.connect(self._began)
        engine.event.connect(self._happened)
        engine.ended.connect(self._ended)

    def start(self, bot: Bot, resume: bool = False) -> None:
        """Begin to train ``bot``, or go on where its training was interrupted, and show it.

        One that runs already, asked for in another place of the window, is only shown.
        """
        run = self._runs.get(bot.folder)
        if run is None or not run.active:
            run = self._runs[bot.folder] = Run.starting(bot, resume=resume)
            run.stop = self._engine.train(bot, resume).stop
        self._show(run)

    def show_bot(self, bot: Bot) -> None:
        """Show the training of ``bot``: as it goes, or as it was left."""
        run = self._runs.get(bot.folder)
        if run is None or not (run.active or run.stage is Stage.FAILED):
            run = Run.left(bot)
        self._show(run)

    def begin(self) -> None:
        """Give the keyboard to the buttons."""
        self.buttons.take_keyboard()

    def take_note(self, bot: Bot) -> None:
        """Show how the training of the bot on the page was left, where another process has finished it."""
        if self._shown is not None and not self._shown.active and self._shown.bot.record != bot.record:
            self._show(Run.left(bot))

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the plot, which is loaded only now, and everything else up to date."""
        super().showEvent(event)
        if self._plot is None:
            from huggingtweets_gui.window.loss_plot import LossPlot

            self._plot = LossPlot()
            self._plot_card.layout_.addWidget(self._plot)
        if self._shown is not None:
            self._show(self._shown)

    def _build_body(self) -> None:
        self._progress = QProgressBar(maximum=_PROGRESS_PARTS, textVisible=False)
        self._progress.setAccessibleName("How much of the training is done")
        self._notices = Label("", "soft", wrap=True)
        self._plot_card = Card(padding=Space.M)
        self._figures = RunFigures()
        self._feed = SampleFeed()
        self._feed.setMaximumWidth(_FEED_WIDTH)
        left = QVBoxLayout()
        left.setSpacing(Space.L)
        left.addWidget(self._plot_card, 1)
        left.addWidget(self._figures)
        columns = QHBoxLayout()
        columns.setSpacing(Space.L)
        columns.addLayout(left, 3)
        columns.addWidget(self._feed, 2)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._notices)
        self.body.addLayout(columns, 1)

    def _show(self, run: Run) -> None:
        self._shown = run
        if self._plot is not None:
            self._plot.show_history(run.history)
        self._feed.show_samples(run.history.samples)
        self._show_stage(run)

    def _began(self, request: Request) -> None:
        if isinstance(request, TrainRequest):
            bot = request.bot
            run = self._runs.get(bot.folder)
            if run is None or not run.active:
                # Asked for elsewhere, such as by the Write page, which has paused it.
                run = self._runs[bot.folder] = Run.starting(bot, resume=request.resume)
                run.stop = request.stop
                if self._shown is not None and self._shown.bot.folder == bot.folder:
                    self._show(run)
            self._live = run

    def _happened(self, event: Event) -> None:
        run = self._live
        if run is None:
            return
        stage = run.stage
        run.take(event)
        if run is not self._shown:
            return
        if run.stage is not stage or isinstance(event, Notice | Silent | Answering):
            self._show_stage(run)
        if self._plot is not None and self.isVisible():
            self._plot.refresh()
        if isinstance(event, (Samples, Evaluation)):
            self._feed.show_samples(run.history.samples)
        if not self._repaint.isActive():
            self._repaint.start()

    def _ended(self, end: End) -> None:
        run, self._live = self._live, None
        if run is None:
            return
        try:
            bot = read_bot(run.bot.folder)
        except UserError:
            bot = run.bot  # Deleted meanwhile: nothing newer is known of it.
        run.end(end, bot)
        if run is self._shown:
            self._show_stage(run)

    def _stop(self, kind: StopKind) -> None:
        run = self._shown
        if run is not None and run.active:
            run.end_early(kind)
            self._show_stage(run)

    def _resume(self) -> None:
        run = self._shown
        if run is not None:
            self.start(run.bot, resume=run.resumable_step is not None)

    def _restart_engine(self) -> None:
        run = self._shown
        # Whoever clicks again while the engine is being ended does not ask for a second training.
        if run is not None and run.silent is not None and run.stop.kind is not StopKind.CANCEL:
            self._stop(StopKind.CANCEL)
            self._engine.train(run.bot, resume=run.bot.resumable_step is not None)

    def _write(self) -> None:
        if self._shown is not None:
            self.write_requested.emit(self._shown.bot)

    def _show_stage(self, run: Run) -> None:
        self.header.title.setText(run.title)
        if run.failure is not None:
            self.banner.show_failure(run.failure.sentence, run.failure.advice, run.failure.details)
        elif run.silent is not None:
            show_silence(self.banner, run.silent, run.restarted)
        else:
            self.banner.hide()
        self._notices.setText("\n".join(run.notices))
        self._notices.setVisible(bool(run.notices))
        self.buttons.show_run(run)
        self._show_progress()

    def _show_progress(self) -> None:
        run = self._shown
        if run is None:
            return
        self.header.subtitle.setText(run.sentence)
        # A maximum of 0 is Qt's word for work without a known end.
        self._progress.setMaximum(0 if run.share is None else _PROGRESS_PARTS)
        self._progress.setValue(round((run.share or 0.0) * _PROGRESS_PARTS))
        self._figures.show_run(run)
