"""Page 1: whose tweets the bot shall learn from.

Its dialogs, and what takes the place of the drop area, are made and loaded when they are first shown: this
page is what the window begins with.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from huggingtweets_gui.foundation.resources import resource
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.window import words
from huggingtweets_gui.window.import_queue import ImportQueue
from huggingtweets_gui.window.pages.author_list import AuthorList
from huggingtweets_gui.window.pages.drop_area import DropArea
from huggingtweets_gui.window.pages.handle_card import HandleCard
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, ChipButton, Label, Page, primary_button, secondary_button
from huggingtweets_gui.window.widgets.flow import FlowLayout
from huggingtweets_gui.window.widgets.frames import clear_layout
from huggingtweets_gui.workflow.steps import Step
from huggingtweets_gui.workflow.wizard import Wizard

if TYPE_CHECKING:
    from huggingtweets_gui.tweets.formats.sheet import Sheet
    from huggingtweets_gui.window.pages.handle_panel import HandlePanel
    from huggingtweets_gui.workflow.importing import Imported

_EXAMPLE = "example/lighthouse-archive.zip"
_ENDINGS = "*.zip *.js *.json *.jsonl *.csv *.tsv *.txt *.car *.gz"
_FOOTER = "Archives of every year are read, and damaged ones as far as they go."
_TOO_MANY = "A bot has at most three authors. Remove one first."


class SourcePage(Page):
    """Imports archives, reads tweets by handle, and chooses one to three authors.

    Args:
        library: the library.
        wizard: receives the choice.
    """

    def __init__(self, library: Library, wizard: Wizard, parent: QWidget | None = None) -> None:
        super().__init__(
            "Whose tweets shall it learn from?",
            "Everything stays on this computer. Messages, contacts and likes are never opened.",
            parent,
        )
        self._library = library
        self._wizard = wizard
        self.queue = ImportQueue(library.home, self)
        self.drop_area = DropArea()
        self._ways = QStackedWidget()
        self._ways.addWidget(self.drop_area)
        self.handle_card = HandleCard()
        self.authors = AuthorList()
        self.chips = QWidget()
        self._chips_layout = FlowLayout(self.chips)
        self.example = secondary_button("Try the &example")
        self.next = primary_button("&Next")
        self.body.addWidget(self._ways, 1)
        self.body.addWidget(self.chips)
        self._lower = QWidget()
        lower = QHBoxLayout(self._lower)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(Space.L)
        self._example_card = self._new_example_card()
        for card in (self.handle_card, self.authors, self._example_card):
            lower.addWidget(card, 1)
        self.body.addWidget(self._lower)
        self.footer.add(self.next)
        self._connect()
        self.refresh()

    @cached_property
    def handle_panel(self) -> "HandlePanel":
        """What takes the place of the drop area while tweets are had by handle."""
        from huggingtweets_gui.window.pages.handle_panel import HandlePanel

        panel = HandlePanel(self._library.home)
        panel.use_requested.connect(self._use)
        panel.imported.connect(self._on_read)
        panel.failed.connect(self.banner.show_error)
        panel.busy_changed.connect(self._on_busy_changed)
        panel.closed.connect(self._show_files)
        self._ways.addWidget(panel)
        return panel

    def begin(self) -> None:
        """Give the keyboard to what a new user does first, or to the way on where that is done."""
        (self.next if self.next.isEnabled() else self.drop_area.choose).setFocus()

    def open_files(self, paths: Sequence[Path]) -> None:
        """Import these files and folders, as if they were dropped."""
        self.banner.hide()
        self._show_way(self.drop_area)
        self.queue.add(paths)

    def choose_files(self) -> None:
        """Let the user choose files and import them."""
        names, _ = QFileDialog.getOpenFileNames(
            self, "Choose archives or files of posts", "", f"Archives and posts ({_ENDINGS});;All files (*)"
        )
        if names:
            self.open_files([Path(name) for name in names])

    def refresh(self) -> None:
        """Show the authors that are in the library now, and which of them are chosen."""
        summaries = self._library.tweets.authors()
        here = {summary.author.handle for summary in summaries}
        for handle in [handle for handle in self._wizard.handles if handle not in here]:
            self._wizard.remove(handle)
        self.authors.show_authors(summaries, self._wizard.handles)
        self._example_card.setHidden(bool(summaries))
        self._show_chosen()

    def _connect(self) -> None:
        self.drop_area.dropped.connect(self.open_files)
        self.drop_area.choose_requested.connect(self.choose_files)
        self.drop_area.help_requested.connect(self._show_help)
        self.drop_area.cancel_requested.connect(self.queue.cancel)
        self.drop_area.handle_given.connect(self.queue.give_handle)
        self.drop_area.skip_requested.connect(self.queue.skip)
        self.queue.began.connect(lambda path, waiting: self.drop_area.show_reading(path.name, waiting))
        self.queue.progress.connect(self.drop_area.show_progress)
        self.queue.handle_needed.connect(lambda path: self.drop_area.ask_handle(path.name))
        self.queue.columns_needed.connect(self._ask_columns)
        self.queue.imported.connect(self._on_imported)
        self.queue.failed.connect(self.banner.show_error)
        self.queue.idle.connect(self._on_idle)
        self.handle_card.find_requested.connect(self._find)
        self.handle_card.refused.connect(self.banner.show_error)
        self.authors.toggled.connect(self._on_toggle)
        self.example.clicked.connect(lambda: self.open_files([resource(_EXAMPLE)]))
        self.next.clicked.connect(self.next_requested)

    def _new_example_card(self) -> Card:
        card = Card()
        card.layout_.addWidget(Label("Nothing at hand?", "strong"))
        card.layout_.addWidget(
            Label("The archive of a lighthouse keeper who never lived, to try it all.", "small", wrap=True)
        )
        row = QHBoxLayout()
        row.addWidget(self.example)
        row.addStretch()
        card.layout_.addLayout(row)
        card.layout_.addStretch()
        return card

    def _show_help(self) -> None:
        from huggingtweets_gui.window.pages.archive_help import ArchiveHelp

        ArchiveHelp(self).exec()

    def _ask_columns(self, path: Path, sheet: "Sheet") -> None:
        from huggingtweets_gui.window.pages.column_picker import ColumnPicker

        self.picker = ColumnPicker(path.name, sheet, self)
        self.picker.accepted.connect(lambda: self.queue.give_columns(self.picker.columns()))
        self.picker.rejected.connect(self.queue.skip)
        self.picker.open()

    def _find(self, handles: list[str]) -> None:
        self.banner.hide()
        self.handle_panel.show_handles(handles, self._counts())
        self._show_way(self.handle_panel)

    def _counts(self) -> dict[str, int]:
        """Return how many tweets of each author the library has, the handles casefolded."""
        return {one.author.handle.casefold(): one.tweets for one in self._library.tweets.authors()}

    def _use(self, handle: str) -> None:
        self._on_toggle(handle, True)
        self._show_outcome(handle)

    def _on_read(self, imported: "Imported") -> None:
        self._on_imported(imported)
        self._show_outcome(imported.author.handle)

    def _show_outcome(self, handle: str) -> None:
        if handle.casefold() in map(str.casefold, self._wizard.handles):
            self.handle_panel.show_chosen(handle, self._counts()[handle.casefold()])

    def _show_way(self, way: QWidget) -> None:
        self._ways.setCurrentWidget(way)
        self._lower.setVisible(way is self.drop_area)

    def _show_files(self) -> None:
        self._show_way(self.drop_area)
        self._show_way_on()
        if self.next.isEnabled():
            self.next.setFocus()

    def _on_busy_changed(self, busy: bool) -> None:
        if busy:
            self.banner.hide()
        self._show_way_on()

    def _on_imported(self, imported: "Imported") -> None:
        handle = imported.author.handle
        if imported.lost_records:
            lost = words.several(imported.lost_records, "tweet was", "tweets were")
            self.banner.show_warning(
                f"{lost} damaged and could not be read.",
                f"The other {imported.read:,} of @{handle} are here.",
            )
        if not self._wizard.add(handle):
            self.banner.show_warning(_TOO_MANY, f"@{handle} was read and is among those already here.")
        self.refresh()
        read = words.several(imported.read, "tweet", "tweets")
        self.footer.sentence.setText(f"{read} of @{handle} read, {imported.new:,} of them new.")

    def _on_idle(self) -> None:
        self.drop_area.show_ready()
        if self._is_asking_service():
            self._show_way(self.handle_panel)
        self._show_way_on()
        if self.next.isEnabled():
            self.next.setFocus()

    def _on_toggle(self, handle: str, chosen: bool) -> None:
        if not chosen:
            self._wizard.remove(handle)
        elif not self._wizard.add(handle):
            self.banner.show_warning(_TOO_MANY)
        self.refresh()

    def _show_chosen(self) -> None:
        clear_layout(self._chips_layout)
        for handle in self._wizard.handles:
            self._chips_layout.addWidget(self._chip(handle))
        self.chips.setVisible(bool(self._wizard.handles))
        self._show_way_on()
        count = len(self._wizard.handles)
        cyborg = f"A cyborg of {count}: it learns from all of them in equal parts."
        self.footer.sentence.setText(cyborg if count > 1 else _FOOTER)

    def _show_way_on(self) -> None:
        obstacle = self._wizard.obstacle(Step.SOURCE)
        busy = self.queue.busy or self._is_asking_service()
        self.next.setEnabled(obstacle is None and not busy)
        self.next.setToolTip(obstacle or "")

    def _is_asking_service(self) -> bool:
        # Nothing is asked before the panel was made.
        return "handle_panel" in self.__dict__ and self.handle_panel.tasks.reading

    def _chip(self, handle: str) -> QPushButton:
        chip = ChipButton(f"@{handle}  ✕")
        chip.setCheckable(False)
        chip.setAccessibleName(f"Remove @{handle}")
        chip.setToolTip(f"Remove @{handle}")
        chip.clicked.connect(lambda: self._on_toggle(handle, False))
        return chip
