"""The five pages and the way from one to the next.

A page is made, and its module loaded, when it is first shown: the window is painted sooner so.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.settings import Settings
from huggingtweets_gui.messages import Device, End
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.tweets.rules import RULE_SETS
from huggingtweets_gui.window.gpu_packs import GpuPacks
from huggingtweets_gui.window.pages.source_page import SourcePage
from huggingtweets_gui.window.widgets import Page
from huggingtweets_gui.workflow.bot_dataset import still_here
from huggingtweets_gui.workflow.steps import Step
from huggingtweets_gui.workflow.wizard import Wizard

if TYPE_CHECKING:
    from huggingtweets_gui.window.pages.look_page import LookPage
    from huggingtweets_gui.window.pages.plan_page import PlanPage
    from huggingtweets_gui.window.pages.train_page import TrainPage
    from huggingtweets_gui.window.pages.write_page import WritePage

P = TypeVar("P", bound=Page)


class PageStack(QStackedWidget):
    """Shows one page and leads on from it.

    Signals:
        step_changed: the ``Step`` whose page is shown.
        bot_shown: the folder of the bot on the page, or None while a new one is being chosen.
        bots_changed: there is a new bot.
    """

    step_changed = Signal(object)
    bot_shown = Signal(object)
    bots_changed = Signal()

    def __init__(
        self,
        home: Home,
        library: Library,
        engine: EngineThread,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._library = library
        self._engine = engine
        self._settings = settings
        self._wizard = Wizard()
        self._device: Device | None = None
        self._gpu_packs = GpuPacks(home, engine, self)
        self._shown_bot: Path | None = None
        self.show_source()

    @cached_property
    def source(self) -> SourcePage:
        """Page 1."""
        page = SourcePage(self._library, self._wizard)
        page.next_requested.connect(self._show_look)
        return self._added(page)

    @cached_property
    def look(self) -> "LookPage":
        """Page 2."""
        from huggingtweets_gui.window.pages.look_page import LookPage

        page = LookPage(self._library, self._wizard)
        page.back_requested.connect(self.show_source)
        page.next_requested.connect(self._show_plan)
        return self._added(page)

    @cached_property
    def plan(self) -> "PlanPage":
        """Page 3."""
        from huggingtweets_gui.window.gpu_line import GpuLine
        from huggingtweets_gui.window.pages.plan_page import PlanPage

        page = PlanPage(self._home, self._wizard, self._settings)
        page.back_requested.connect(lambda: self._show(self.look, Step.LOOK))
        page.bot_created.connect(self._on_bot_created)
        page.device_wanted.connect(self._engine.describe)
        page.check_requested.connect(self._engine.check_device)
        page.device_card.add_line(GpuLine(self._gpu_packs))
        # Behind a training a check would have to wait for hours.
        page.device_card.check.setEnabled(self._engine.current is None)
        self._engine.busy_changed.connect(page.device_card.check.setDisabled)
        if self._device is not None:
            page.show_device(self._device)
        return self._added(page)

    @cached_property
    def training(self) -> "TrainPage":
        """Page 4."""
        from huggingtweets_gui.window.pages.train_page import TrainPage

        page = TrainPage(self._engine)
        page.write_requested.connect(self.show_bot)
        return self._added(page)

    @cached_property
    def write(self) -> "WritePage":
        """Page 5."""
        from huggingtweets_gui.window.pages.write_page import WritePage

        page = WritePage(self._library, self._engine, self._settings)
        page.choose_requested.connect(self._choose_again)
        return self._added(page)

    def show_source(self) -> None:
        """Begin a new bot."""
        self.source.refresh()
        self._show(self.source, Step.SOURCE)

    def refresh_authors(self) -> None:
        """Take note that authors may be gone; where a chosen one is, the choice begins again."""
        chosen = list(self._wizard.handles)
        self.source.refresh()
        if self._wizard.handles != chosen and self._shown_bot is None:
            self._show(self.source, Step.SOURCE)
        if "write" in self.__dict__:
            self.write.samples.refresh()

    def show_bot(self, bot: Bot) -> None:
        """Show a bot: to write with it, or its training."""
        if bot.ready:
            self.write.show_bot(bot)
            self._show(self.write, Step.WRITE, bot.folder)
        else:
            self.training.show_bot(bot)
            self._show(self.training, Step.TRAIN, bot.folder)

    def take_note(self, bots: Sequence[Bot]) -> None:
        """Take note of the bots that there are now: of the one on the page, which may be another or gone."""
        if self._shown_bot is None:
            return
        if not BotLayout(self._shown_bot).record.exists():
            self.show_source()
        for bot in bots:
            if bot.folder == self._shown_bot:
                show = self.write.show_bot if self._step is Step.WRITE else self.training.take_note
                show(bot)

    def train(self, bot: Bot, *, resume: bool) -> None:
        """Train a bot, and show how it goes."""
        self.training.start(bot, resume)
        self._show(self.training, Step.TRAIN, bot.folder)

    def show_device(self, device: Device) -> None:
        """Pass on what the engine found out about this computer."""
        self._device = device
        self._gpu_packs.consider(device)
        if "plan" in self.__dict__:
            self.plan.show_device(device)

    def show_checked(self, end: End) -> None:
        """Pass on how a check of the device ended."""
        self.plan.device_card.show_checked(end)

    def _show_look(self) -> None:
        self.look.load()
        self._show(self.look, Step.LOOK)

    def _choose_again(self, bot: Bot) -> None:
        """Choose for another bot of the same authors, by the same rules where these have a name."""
        self._wizard.begin_again()
        self._wizard.rules = RULE_SETS.get(bot.record.rules, self._wizard.rules)
        for handle in still_here(bot, self._library):
            self._wizard.add(handle)
        self.source.refresh()
        self._show_look()

    def _show_plan(self) -> None:
        self.plan.refresh()
        if self._engine.current is None:
            self._engine.describe(self.plan.device_card.details.device.currentData())  # memory free by now
        self._show(self.plan, Step.PLAN)

    def _on_bot_created(self, bot: Bot) -> None:
        self._wizard.begin_again()
        self.bots_changed.emit()
        self.train(bot, resume=False)

    def _added(self, page: P) -> P:
        self.addWidget(page)
        return page

    def _show(self, page: Page, step: Step, bot: Path | None = None) -> None:
        self._shown_bot = bot
        self._step = step
        at = self.window().focusWidget()
        is_led_on = at is not None and self.isAncestorOf(at) and page is not self.currentWidget()
        self.setCurrentWidget(page)
        if is_led_on:
            page.begin()
        self.step_changed.emit(step)
        self.bot_shown.emit(bot)
