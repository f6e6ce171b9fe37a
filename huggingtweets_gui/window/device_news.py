"""What the engine tells of this computer, shown where one looks for it."""

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.messages import Answering, Device, End, Event, Failed, Silent, StopKind
from huggingtweets_gui.threads.engine_thread import CheckRequest, DescribeRequest, EngineThread, Request
from huggingtweets_gui.window.page_stack import PageStack
from huggingtweets_gui.window.sidebar import Sidebar
from huggingtweets_gui.window.silent_engine import show_silence
from huggingtweets_gui.window.widgets import Banner


class DeviceNews(QObject):
    """Follows the engine while it looks at the device or checks it.

    Args:
        engine: is followed.
        sidebar: names the device.
        pages: are told of the device, and of checks.
        banner: tells that nothing is known of it, or that the engine is silent.
        parent: the owner.

    Signals:
        restart_offered: the banner offers what ``restart`` does.
    """

    restart_offered = Signal()

    def __init__(
        self,
        engine: EngineThread,
        sidebar: Sidebar,
        pages: PageStack,
        banner: Banner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._sidebar = sidebar
        self._pages = pages
        self._banner = banner
        self._serving: Request | None = None
        engine.began.connect(self._on_began)
        engine.event.connect(self._on_event)
        engine.ended.connect(self._on_ended)

    def restart(self) -> None:
        """Look at this computer with another engine."""
        self._banner.hide()
        if isinstance(self._serving, DescribeRequest | CheckRequest):
            self._serving.stop.ask(StopKind.CANCEL)
            self._engine.describe()

    def _on_began(self, request: Request) -> None:
        self._serving = request

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Device):
            self._sidebar.show_device(event)
            self._pages.show_device(event)
        # Of a silence in trainings and writings their pages tell.
        if isinstance(self._serving, DescribeRequest | CheckRequest):
            if isinstance(event, Silent):
                show_silence(self._banner, event, "Nothing is lost by a restart.")
                self.restart_offered.emit()
            elif isinstance(event, Answering):
                self._banner.hide()

    def _on_ended(self, end: End) -> None:
        if isinstance(self._serving, CheckRequest):
            self._pages.show_checked(end)
        # The pages tell of their own failures; nobody else tells of this one.
        if isinstance(self._serving, DescribeRequest) and isinstance(end, Failed):
            self._sidebar.show_no_device(end.sentence)
            self._banner.show_failure(end.sentence, end.advice, end.details)
