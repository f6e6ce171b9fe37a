"""What takes the place of the drop area while tweets are had by handle."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.x_access import AppKeys
from huggingtweets_gui.window.handle_tasks import HandleTasks
from huggingtweets_gui.window.pages.handle_consent import HandleConsent
from huggingtweets_gui.window.pages.handle_offers import HandleOffers
from huggingtweets_gui.window.pages.handle_reading import HandleReading
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card
from huggingtweets_gui.workflow.importing import Imported


class HandlePanel(Card):
    """Shows what there is of the handles, then the price where there is one, then the reading.

    Signals:
        use_requested: a handle in the library that shall be chosen.
        imported: an ``Imported`` that came from a service.
        failed: a ``UserError``.
        busy_changed: whether tweets are being read.
        closed: the panel is no longer needed.
    """

    use_requested = Signal(str)
    imported = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)
    closed = Signal()

    def __init__(self, home: Home, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=Space.XL)
        self.tasks = HandleTasks(home, self)
        self.offers = HandleOffers()
        self.consent = HandleConsent()
        self.reading = HandleReading()
        self._stack = QStackedWidget()
        for part in (self.offers, self.consent, self.reading):
            self._stack.addWidget(part)
        self.layout_.addWidget(self._stack)
        self._connect()

    def show_handles(self, handles: list[str], here: Mapping[str, int]) -> None:
        """Show where the tweets of these handles can be had; see ``HandleOffers.show_handles``."""
        self._stack.setCurrentWidget(self.offers)
        self.offers.show_handles(handles, here)

    def show_chosen(self, handle: str, count: int) -> None:
        """Tell that so many tweets of ``handle`` are here and chosen; close once that is so of all."""
        if self.offers.show_chosen(handle, count):
            self.closed.emit()

    def _connect(self) -> None:
        offers, consent, tasks = self.offers, self.consent, self.tasks
        offers.use_requested.connect(self.use_requested)
        offers.look_requested.connect(tasks.look_up)
        offers.community_requested.connect(self._read_community)
        offers.x_requested.connect(self._ask_about_x)
        offers.closed.connect(self.closed)
        consent.access_needed.connect(tasks.check_access)
        consent.agreed.connect(self._read_x)
        consent.refused.connect(self.failed)
        consent.back_requested.connect(lambda: self._stack.setCurrentWidget(offers))
        tasks.found.connect(offers.show_found)
        tasks.not_found.connect(offers.show_missing)
        tasks.access_known.connect(consent.show_access)
        tasks.progress.connect(self.reading.show_progress)
        tasks.paused.connect(self.reading.show_pause)
        tasks.imported.connect(self._on_imported)
        tasks.failed.connect(self._on_failed)
        tasks.cancelled.connect(self._on_end)
        self.reading.cancel_requested.connect(tasks.cancel)

    def _ask_about_x(self, handle: str) -> None:
        self._stack.setCurrentWidget(self.consent)
        self.consent.ask(handle)

    def _read_community(self, handle: str) -> None:
        self._begin(handle, "the Community Archive")
        self.tasks.read_community(handle)

    def _read_x(self, handle: str, access: str | AppKeys | None) -> None:
        self._begin(handle, "X")
        self.tasks.read_x(handle, access)

    def _begin(self, handle: str, service: str) -> None:
        self.reading.begin(handle, service)
        self._stack.setCurrentWidget(self.reading)
        self.busy_changed.emit(True)

    def _on_imported(self, imported: Imported) -> None:
        self._on_end()
        self.imported.emit(imported)

    def _on_failed(self, error: UserError) -> None:
        self._on_end()
        self.failed.emit(error)

    def _on_end(self) -> None:
        self._stack.setCurrentWidget(self.offers)
        self.busy_changed.emit(False)
