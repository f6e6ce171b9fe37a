"""Page 5: the bot writes."""

from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.settings import Settings, save_settings
from huggingtweets_gui.messages import Answering, End, Event, Failed, Notice, Silent, StopKind
from huggingtweets_gui.threads.engine_thread import EngineThread, Request, TrainRequest, WriteRequest
from huggingtweets_gui.window.bot_words import origin, picture
from huggingtweets_gui.window.moods import remembered
from huggingtweets_gui.window.more_like_this import beginning
from huggingtweets_gui.window.prompt_card import PromptCard
from huggingtweets_gui.window.sample_card import ShownSample
from huggingtweets_gui.window.sample_tabs import SampleTabs
from huggingtweets_gui.window.sampling_controls import SamplingControls
from huggingtweets_gui.window.silent_engine import show_silence
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.voice_card import VoiceCard
from huggingtweets_gui.window.widgets import Avatar, Page, secondary_button
from huggingtweets_gui.workflow.writing import Sampling, Written

_SIDE_WIDTH = 282
_AVATAR = 48


class WritePage(Page):
    """Lets one bot write, and keeps what is liked.

    Args:
        library: holds the kept samples.
        engine: writes.
        settings: remember the controls.

    Signals:
        choose_requested: the ``Bot`` for whose authors tweets shall be chosen anew.
    """

    choose_requested = Signal(object)

    def __init__(
        self, library: Library, engine: EngineThread, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._library = library
        self._engine = engine
        self._settings = settings
        self._bot: Bot | None = None
        self._request: WriteRequest | None = None
        self._serving: Request | None = None
        self._paused: Bot | None = None
        self._offer: Callable[[], None] = self.banner.hide
        self._build(remembered(settings.sampling))
        self.banner.acted.connect(lambda: self._offer())
        engine.began.connect(self._began)
        engine.event.connect(self._happened)
        engine.written.connect(self._written)
        engine.ended.connect(self._ended)

    def show_bot(self, bot: Bot) -> None:
        """Show this bot, with its kept samples, ready to write."""
        if self._bot is None or self._bot.folder != bot.folder:
            self._stop()
            self._request = None
            self.prompt_card.show_idle()
            self.samples.show_bot(bot)
            self.voice.show_copies(0, 0)
            self.banner.hide()
        self._bot = bot
        self.header.title.setText(f"{bot.record.name}, the bot")
        self.header.subtitle.setText(origin(bot))
        self._avatar.show_person(bot.record.name, picture(bot))
        if bot.record.result is not None:
            self.voice.show_result(bot.record.result)

    def _build(self, sampling: Sampling) -> None:
        self.footer.hide()
        self._avatar = Avatar(size=_AVATAR)
        row = self.header.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(0, self._avatar)
        self.controls = SamplingControls(sampling)
        self.controls.changed.connect(self._show_count)
        self.voice = VoiceCard()
        self.prompt_card = PromptCard(sampling.prompt)
        self.prompt_card.write_requested.connect(self._write)
        self.prompt_card.stop_requested.connect(self._stop)
        self.samples = SampleTabs(self._library)
        self.samples.tweets.failed.connect(self.banner.show_error)
        self.samples.tweets.choose_requested.connect(self.choose_requested)
        self.samples.more_requested.connect(self._write_more)
        self.samples.kept_discarded.connect(self._offer_to_keep)
        self.samples.failed.connect(self.banner.show_error)
        left = QVBoxLayout()
        left.setSpacing(Space.L)
        left.addWidget(self.prompt_card)
        left.addWidget(self.samples, 1)
        columns = QHBoxLayout()
        columns.setSpacing(Space.L)
        columns.addLayout(left, 1)
        columns.addWidget(_scrolled(self.controls, self.voice))
        self.body.addLayout(columns, 1)
        # Made last, so that the keyboard's focus begins at the prompt.
        self.folder_button = secondary_button("Folder")
        self.folder_button.setAccessibleName("Open the bot's folder")
        self.folder_button.clicked.connect(self._open_folder)
        self.header.buttons.addWidget(self.folder_button)
        self._show_count()

    def _show_count(self) -> None:
        self.prompt_card.show_count(self.controls.count.value())

    def _write(self) -> None:
        if self._bot is None or self._request is not None:
            return
        training = self._engine.current
        if isinstance(training, TrainRequest) and training.stop.kind is None:
            sentence = f"{training.bot.record.name} is learning, and pauses while this bot writes."
            self._offer = lambda: self._pause_and_write(training)
            self.banner.show_offer(sentence, "Pause and write")
            return
        self._begin()

    def _pause_and_write(self, training: TrainRequest) -> None:
        training.stop.ask(StopKind.SUSPEND)
        self._paused = training.bot
        self._begin()

    def _begin(self) -> None:
        assert self._bot is not None
        self.banner.hide()
        sampling = self.controls.sampling(self.prompt_card.prompt)
        self._remember(asdict(sampling))
        self.samples.begin()
        self._request = self._engine.write(self._bot.folder, sampling)
        self.prompt_card.show_writing(0, sampling.count)

    def _write_more(self, sample: ShownSample) -> None:
        self.prompt_card.set_prompt(beginning(sample.written.text, sample.prompt))
        self._write()

    def _stop(self) -> None:
        if self._request is not None:
            self._request.stop.ask(StopKind.KEEP)

    def _began(self, request: Request) -> None:
        self._serving = request

    def _happened(self, event: Event) -> None:
        if self._request is None or self._serving is not self._request:
            return
        if isinstance(event, Silent):
            self._offer = self._restart_engine
            show_silence(self.banner, event, "After a restart it writes anew.")
        elif isinstance(event, Answering) and self._offer == self._restart_engine:
            self.banner.hide()
        elif isinstance(event, Notice):
            self.banner.show_warning(event.text)

    def _restart_engine(self) -> None:
        if self._request is not None:
            self._request.stop.ask(StopKind.CANCEL)
            self._begin()

    def _written(self, written: Written) -> None:
        if self._request is None or self._serving is not self._request:
            return
        sampling = self._request.sampling
        done = self.samples.add(ShownSample(sampling.prompt, written))
        self.prompt_card.show_writing(done, sampling.count)
        self.voice.show_copies(*self.samples.copies())

    def _ended(self, end: End) -> None:
        if self._request is None or self._serving is not self._request:
            return
        self._request = None
        self.prompt_card.show_idle()
        if isinstance(end, Failed):
            self.banner.show_failure(end.sentence, end.advice, end.details)
        elif self._paused is not None:
            paused, self._paused = self._paused, None
            self._offer = lambda: self._resume(paused)
            self.banner.show_offer(f"The training of {paused.record.name} is paused.", "Resume it")

    def _resume(self, bot: Bot) -> None:
        self.banner.hide()
        current = self._engine.current
        # It may go on already: the offer stays while the user goes to other pages.
        if not (isinstance(current, TrainRequest) and current.bot.folder == bot.folder):
            self._engine.train(bot, resume=True)

    def _offer_to_keep(self, sample: ShownSample) -> None:
        def keep() -> None:
            self.banner.hide()
            self.samples.keep(sample)

        self._offer = keep
        self.banner.show_offer("A kept tweet was discarded.", "Keep it after all")

    def _remember(self, sampling: dict[str, object]) -> None:
        self._settings.sampling = sampling
        save_settings(self._library.home.settings, self._settings)

    def _open_folder(self) -> None:
        if self._bot is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._bot.folder)))


def _scrolled(*cards: QWidget) -> QScrollArea:
    inside = QWidget()
    inside.setObjectName("scrolled")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.L)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedWidth(_SIDE_WIDTH)
    area.setWidget(inside)
    return area
