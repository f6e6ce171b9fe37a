"""Page 3: how the bot shall learn, from which base model, and what that takes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.bot_record import BaseInfo, Hyperparameters
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.settings import Settings
from huggingtweets_gui.messages import Device
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.window.pages.base_table import BaseTable
from huggingtweets_gui.window.pages.device_card import DeviceCard
from huggingtweets_gui.window.pages.plan_card import PlanCard
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Page, primary_button, secondary_button
from huggingtweets_gui.window.widgets.keyboard import keyboard_stays
from huggingtweets_gui.workflow.architecture import Architecture
from huggingtweets_gui.workflow.base_choice import choose_base, is_present
from huggingtweets_gui.workflow.catalogue import STARTER
from huggingtweets_gui.workflow.estimates import architecture_of
from huggingtweets_gui.workflow.fitting import Fit, fit
from huggingtweets_gui.workflow.new_bot import create_bot
from huggingtweets_gui.workflow.plans import PLANS, Plan, hyperparameters
from huggingtweets_gui.workflow.wizard import Wizard, expected_longest, expected_tokens


class PlanPage(Page):
    """Chooses plan and base model, and makes the bot's folder.

    Args:
        home: where bots and base models are.
        wizard: holds the choices of tweets.
        settings: remembers plan and base model.

    Signals:
        bot_created: the ``Bot`` whose training can start.
        device_wanted: the kind of device that the engine shall describe, or ``auto``.
        check_requested: the kind of device that the engine shall check.
    """

    bot_created = Signal(object)
    device_wanted = Signal(str)
    check_requested = Signal(str)

    def __init__(self, home: Home, wizard: Wizard, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(
            "How shall it learn?",
            "Whatever you choose, the weights with the lowest held-out loss are kept.",
            parent,
        )
        self._home = home
        self._wizard = wizard
        self._settings = settings
        self._device: Device | None = None
        self.cards = {name: PlanCard(plan) for name, plan in PLANS.items()}
        self.bases = BaseTable(home)
        self.device_card = DeviceCard()
        self.back = secondary_button("&Back")
        self.start = primary_button("&Start training")
        self._scroll = self._scrolled()
        self.body.addWidget(self._scroll)
        self.footer.add(self.back, self.start)
        self._base, self._architecture = self._remembered_base()
        self.bases.chosen.connect(self._on_base)
        self.back.clicked.connect(self.back_requested)
        self.start.clicked.connect(self._create)
        self.device_card.unfolded.connect(lambda: self._scroll.ensureWidgetVisible(self.device_card))
        self.device_card.check_requested.connect(self.check_requested)
        self.device_card.details.device_wanted.connect(self.device_wanted)
        self._plan = PLANS.get(settings.plan, PLANS["balanced"])
        self.cards[self._plan.name].radio.setChecked(True)
        self.refresh()

    def begin(self) -> None:
        """Give the keyboard to the plan that is chosen."""
        self.cards[self._plan.name].radio.setFocus()

    def show_device(self, device: Device) -> None:
        """Take into account what the engine found out about this computer."""
        self._device = device
        self.device_card.show_device(device)
        self.bases.show_memory(device)
        self.refresh()

    def refresh(self) -> None:
        """Show the estimates for the tweets that are chosen now."""
        if self._device is not None:
            tokens = expected_tokens(self._wizard.choices)
            for card in self.cards.values():
                fit = self._fit(card.plan, self._device)
                card.show_estimate(self._architecture, tokens, self._device, fit)
            self.device_card.show_fit(self._fit(self._plan, self._device))
        self.device_card.details.show_numbers(self._numbers())
        self.bases.show_choice(self._base.key)
        needs_network = not is_present(self._base) and self._base.key != STARTER.key
        self.footer.sentence.setText(
            "The base model is downloaded first, once." if needs_network else "No network is needed."
        )

    def _scrolled(self) -> QScrollArea:
        content = QWidget()
        content.setObjectName("scrolled")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.L)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        group = QButtonGroup(self)
        for card in self.cards.values():
            group.addButton(card.radio)
            card.chosen.connect(lambda plan=card.plan: self._on_plan(plan))
            row.addWidget(card, 1)
        layout.addLayout(row)
        layout.addWidget(self.device_card)
        layout.addWidget(self.bases)
        layout.addStretch()
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # It follows the keyboard from one part to the next.
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _fit(self, plan: Plan, device: Device) -> Fit:
        settings = hyperparameters(plan, self._architecture.parameters)
        return fit(self._architecture, settings, device, expected_longest(self._wizard.choices))

    def _numbers(self) -> Hyperparameters:
        """Return the plan's numbers, as they fit the chosen device where that is known."""
        chosen = self.device_card.details.device.currentData()
        if self._device is None or chosen not in ("auto", self._device.device):
            return hyperparameters(self._plan, self._architecture.parameters)
        return self._fit(self._plan, self._device).settings

    def _remembered_base(self) -> tuple[BaseInfo, Architecture]:
        try:
            base = choose_base(self._settings.base, self._home)
            return base, architecture_of(base)
        except UserError:  # A folder that is gone since.
            base = choose_base(STARTER.key, self._home)
            return base, architecture_of(base)

    def _on_plan(self, plan: Plan) -> None:
        self._plan = plan
        self._settings.plan = plan.name
        self.refresh()

    def _on_base(self, key: str) -> None:
        try:
            base = choose_base(key, self._home)
            architecture = architecture_of(base)
        except UserError as error:
            self.banner.show_error(error)
        else:
            self.banner.hide()
            self._base, self._architecture = base, architecture
            self._settings.base = base.key
        self.refresh()

    def _create(self) -> None:
        home, choices, base, plan = self._home, list(self._wizard.choices), self._base, self._plan
        numbers = self.device_card.details.applied_to(self._numbers())

        def work(_: Progress) -> Bot:
            with Library(home) as library:
                return create_bot(library, choices, base, plan, numbers)

        self._set_creating(True)
        task = TaskThread(work, home.logs, self)
        task.succeeded.connect(self._on_created)
        task.failed.connect(self._on_failed)
        task.start()

    def _on_created(self, bot: Bot) -> None:
        self._set_creating(False)
        self.bot_created.emit(bot)

    def _on_failed(self, error: UserError) -> None:
        self._set_creating(False)
        self.banner.show_error(error)

    def _set_creating(self, creating: bool) -> None:
        with keyboard_stays(self.start, self):
            self.start.setEnabled(not creating)
        self.back.setEnabled(not creating)
        self.start.setText("Preparing…" if creating else "&Start training")
