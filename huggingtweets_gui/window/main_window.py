"""The main window: the sidebar, the steps bar, and one page at a time.

What is seen first is made first, and what it takes is all that this module imports: the window is painted
before the rest is loaded.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.settings import load_settings, save_settings
from huggingtweets_gui.window.bot_words import standing
from huggingtweets_gui.window.sidebar import Sidebar
from huggingtweets_gui.window.steps_bar import StepsBar
from huggingtweets_gui.window.widgets.banner import Banner
from huggingtweets_gui.workflow.opening import Opening, Wish

if TYPE_CHECKING:
    from huggingtweets_gui.threads.engine_thread import EngineThread

_DEFAULT_SIZE = (1180, 760)
_LEAST_SIZE = (920, 620)
_WARM_UP_MILLISECONDS = 300  # after the start, which the engine shall not slow down


class MainWindow(QMainWindow):
    """Puts the parts together and leads from one to the other.

    At first it shows the bots, and does nothing. ``begin`` adds what does something: the pages, and what
    follows the engine.

    Args:
        home: where everything is kept.
        library: what is kept there; closed by whoever opened it.
    """

    def __init__(self, home: Home, library: Library) -> None:
        super().__init__()
        self.setWindowTitle("HuggingTweets")
        self._home = home
        self._library = library
        self._settings = load_settings(home.settings)
        self._has_begun = False
        self._interrupted: Bot | None = None
        self.sidebar = Sidebar()
        self.steps = StepsBar()
        self.banner = Banner()
        self._offer: Callable[[], None] = self.banner.hide
        self._build()
        self.sidebar.bots.show_bots(library.bots.all(), standing)

    def begin(self, engine: "EngineThread") -> None:
        """Make all that the window does.

        Args:
            engine: trains and writes; shut down when the window closes.
        """
        # Loaded here and not above, so that the window is painted first.
        from huggingtweets_gui.window.bot_actions import BotActions
        from huggingtweets_gui.window.closing import Closing
        from huggingtweets_gui.window.device_news import DeviceNews
        from huggingtweets_gui.window.page_stack import PageStack
        from huggingtweets_gui.window.training_watch import TrainingWatch
        from huggingtweets_gui.window.update_check import UpdateCheck

        self._engine = engine
        self.watch = TrainingWatch(engine, self)
        self.actions_ = BotActions(self._library, self.watch, self)
        self.closing = Closing(engine, self)
        self.updates = UpdateCheck(self._home, self._settings, self)
        self.pages = PageStack(self._home, self._library, engine, self._settings)
        self.news = DeviceNews(engine, self.sidebar, self.pages, self.banner, self)
        self._column.addWidget(self.pages, 1)
        self._connect()
        self._has_begun = True
        self.pages.source.begin()
        QTimer.singleShot(_WARM_UP_MILLISECONDS, self.updates.begin)
        QTimer.singleShot(_WARM_UP_MILLISECONDS, engine.warm_up)

    def fulfil(self, opening: Opening) -> None:
        """Do what a start of the program asks for, or a later start that finds this window open."""
        if opening.files or opening.wish is not Wish.WINDOW:
            self.pages.show_source()
            self.pages.source.begin()
        if opening.files:
            self.pages.source.open_files(opening.files)
        # Not where a dialog is open already, such as this one.
        if opening.wish is Wish.CHOOSE_FILES and QApplication.activeModalWidget() is None:
            # Later, because this returns only when the user has chosen.
            QTimer.singleShot(0, self.pages.source.choose_files)

    def greet(self) -> None:
        """Offer that an interrupted training goes on."""
        from huggingtweets_gui.window.interrupted import interrupted_bot, offer

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
        is_back = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if is_back and self._has_begun:
            self.show_bots()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless a training goes on; then only once it is paused or stopped."""
        if not self._has_begun:
            return
        if not self.closing.may_close():
            event.ignore()
            if self.closing.waiting:
                self.banner.show_warning("The training is being ended. The window closes by itself.")
            return
        self._settings.window_geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        save_settings(self._home.settings, self._settings)
        self.closing.end_tasks(self)
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
        self._column = QVBoxLayout(right)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        # While there is no page, it has all of the height.
        self._column.addWidget(self.steps, alignment=Qt.AlignmentFlag.AlignTop)
        self.banner.setObjectName("window_banner")
        self._column.addWidget(self.banner)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(right, 1)
        self.setCentralWidget(content)
        # Until there is a page for the keyboard to begin on, it shall not mark the first button.
        content.setFocus()

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
        self.news.restart_offered.connect(self._offer_restart)

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

    def _offer_restart(self) -> None:
        self._offer = self.news.restart
