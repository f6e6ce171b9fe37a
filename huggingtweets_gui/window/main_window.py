"""The main window: the sidebar, the steps bar, and one page at a time."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.settings import load_settings, save_settings
from huggingtweets_gui.messages import Answering, Device, End, Event, Failed, Silent, StopKind
from huggingtweets_gui.threads.engine_thread import CheckRequest, DescribeRequest, EngineThread, Request
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.window.bot_actions import BotActions
from huggingtweets_gui.window.closing import Closing
from huggingtweets_gui.window.interrupted import interrupted_bot, offer
from huggingtweets_gui.window.page_stack import PageStack
from huggingtweets_gui.window.sidebar import Sidebar
from huggingtweets_gui.window.silent_engine import show_silence
from huggingtweets_gui.window.steps_bar import StepsBar
from huggingtweets_gui.window.training_watch import TrainingWatch
from huggingtweets_gui.window.update_check import UpdateCheck
from huggingtweets_gui.window.widgets import Banner
from huggingtweets_gui.workflow.opening import Opening, Wish

_DEFAULT_SIZE = (1180, 760)
_LEAST_SIZE = (920, 620)
_TASK_PATIENCE_MILLISECONDS = 5000
_WARM_UP_MILLISECONDS = 300  # after the window is shown, so that it is painted first


class MainWindow(QMainWindow):
    """Puts the parts together and leads from one to the other.

    Args:
        home: where everything is kept.
        library: what is kept there; closed by whoever opened it.
        engine: trains and writes; shut down when the window closes.
    """

    def __init__(self, home: Home, library: Library, engine: EngineThread) -> None:
        super().__init__()
        self.setWindowTitle("HuggingTweets")
        self._home = home
        self._library = library
        self._engine = engine
        self._settings = load_settings(home.settings)
        self._serving: Request | None = None
        self._interrupted: Bot | None = None
        self.watch = TrainingWatch(engine, self)
        self.actions_ = BotActions(library, self.watch, self)
        self.closing = Closing(engine, self)
        self.updates = UpdateCheck(home, self._settings, self)
        self.sidebar = Sidebar()
        self.steps = StepsBar()
        self.banner = Banner()
        self._offer: Callable[[], None] = self.banner.hide
        self.pages = PageStack(home, library, engine, self._settings)
        self._build()
        self._connect()
        self.show_bots()
        # The keyboard begins where a new user does, and not at the button that leads there.
        self.pages.source.drop_area.choose.setFocus()

    def fulfil(self, opening: Opening) -> None:
        """Do what a start of the program asks for, or a later start that finds this window open."""
        if opening.files or opening.wish is not Wish.WINDOW:
            self.pages.show_source()
        if opening.files:
            self.pages.source.open_files(opening.files)
        # Not where a dialog is open already, such as this one.
        if opening.wish is Wish.CHOOSE_FILES and QApplication.activeModalWidget() is None:
            # Later, because this returns only when the user has chosen.
            QTimer.singleShot(0, self.pages.source.choose_files)

    def greet(self) -> None:
        """Offer that an interrupted training goes on."""
        self._interrupted = interrupted_bot(self._library.bots.all())
        if self._interrupted is not None:
            self._offer = self._resume_interrupted
            self.banner.show_offer(offer(self._interrupted), "&Resume")

    def show_bots(self) -> None:
        """List the bots that there are now."""
        bots = self._library.bots.all()
        self.sidebar.bots.show_bots(bots, self.watch.status)
        self.pages.take_note(bots)

    def changeEvent(self, event: QEvent) -> None:
        """Look what was done to the bots in a terminal, once the user comes back to the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.show_bots()

    def showEvent(self, event: QShowEvent) -> None:
        """Start the engine once the window is painted, and look for updates where that is wanted."""
        super().showEvent(event)
        QTimer.singleShot(_WARM_UP_MILLISECONDS, self.updates.begin)
        QTimer.singleShot(_WARM_UP_MILLISECONDS, self._engine.warm_up)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless a training goes on; then only once it is paused or stopped."""
        if not self.closing.may_close():
            event.ignore()
            if self.closing.waiting:
                self.banner.show_warning("The training is being ended. The window closes by itself.")
            return
        self._settings.window_geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        save_settings(self._home.settings, self._settings)
        for task in self.findChildren(TaskThread):
            task.cancel()
        for task in self.findChildren(TaskThread):
            task.wait(_TASK_PATIENCE_MILLISECONDS)
        self._engine.shutdown()
        event.accept()

    def _build(self) -> None:
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(*_DEFAULT_SIZE)
        geometry = self._settings.window_geometry
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        right = QWidget()
        right.setObjectName("page_area")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.steps)
        self.banner.setObjectName("window_banner")
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(right, 1)
        self.setCentralWidget(content)

    def _connect(self) -> None:
        bots = self.sidebar.bots
        self.sidebar.new.clicked.connect(self.pages.show_source)
        self.sidebar.data.clicked.connect(self._show_data)
        bots.chosen.connect(self.pages.show_bot)
        bots.resume_requested.connect(self._resume)
        bots.rename_requested.connect(self.actions_.rename)
        bots.delete_requested.connect(self.actions_.delete)
        bots.folder_requested.connect(self.actions_.open_folder)
        self.actions_.changed.connect(self.show_bots)
        self.updates.told.connect(self.sidebar.show_update)
        self.banner.acted.connect(lambda: self._offer())
        self.pages.step_changed.connect(self.steps.show_step)
        self.pages.bot_shown.connect(bots.choose)
        self.pages.bots_changed.connect(self.show_bots)
        self.watch.changed.connect(lambda: bots.show_statuses(self.watch.status))
        self.watch.finished.connect(self.show_bots)
        self.closing.ready.connect(self.close)
        self._engine.began.connect(self._on_began)
        self._engine.event.connect(self._on_event)
        self._engine.ended.connect(self._on_ended)

    def _resume(self, bot: Bot) -> None:
        self.banner.hide()
        self.pages.train(bot, resume=True)

    def _resume_interrupted(self) -> None:
        if self._interrupted is not None:
            self._resume(self._interrupted)

    def _show_data(self) -> None:
        from huggingtweets_gui.window.data_dialog import DataDialog

        dialog = DataDialog(self._library, self.watch, self.updates, self)
        dialog.changed.connect(self.show_bots)
        dialog.changed.connect(self.pages.refresh_authors)
        dialog.exec()
        dialog.deleteLater()

    def _on_began(self, request: Request) -> None:
        self._serving = request

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Device):
            self.sidebar.show_device(event)
            self.pages.show_device(event)
        # Of a silence in trainings and writings their pages tell.
        if isinstance(self._serving, DescribeRequest | CheckRequest):
            if isinstance(event, Silent):
                self._offer = self._describe_again
                show_silence(self.banner, event, "Nothing is lost by a restart.")
            elif isinstance(event, Answering):
                self.banner.hide()

    def _describe_again(self) -> None:
        self.banner.hide()
        if isinstance(self._serving, DescribeRequest | CheckRequest):
            self._serving.stop.ask(StopKind.CANCEL)
            self._engine.describe()

    def _on_ended(self, end: End) -> None:
        if isinstance(self._serving, CheckRequest):
            self.pages.show_checked(end)
        # The pages tell of their own failures; nobody else tells of this one.
        if isinstance(self._serving, DescribeRequest) and isinstance(end, Failed):
            self.sidebar.show_no_device(end.sentence)
            self.banner.show_failure(end.sentence, end.advice, end.details)
