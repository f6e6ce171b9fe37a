from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QTableView,
    QWidget,
)

from huggingtweets_gui.library.bot_store import read_bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.settings import load_settings
from huggingtweets_gui.messages import Step, encode
from huggingtweets_gui.window import bot_actions, closing, data_dialog
from huggingtweets_gui.window.data_dialog import DataDialog
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.window.pages.train_page import TrainPage
from huggingtweets_gui.window.pages.write_page import WritePage
from huggingtweets_gui.workflow.opening import Opening, Wish
from tests import fake_engine
from tests.bots import RESULT, make_able_to_write, make_bot
from tests.windows import show_active

HALF = (fake_engine.STEPS // 2 - 1) * 100 // fake_engine.STEPS


@pytest.fixture
def answer(monkeypatch):
    """Answer the next questions with the answers at these positions; note the questions."""
    asked = []

    def answered(*positions):
        left = list(positions)

        def ask(parent, question, explanation, answers):
            asked.append(f"{question} {explanation}")
            return left.pop(0)

        monkeypatch.setattr(bot_actions, "ask", ask)
        monkeypatch.setattr(closing, "ask", ask)
        monkeypatch.setattr(data_dialog, "ask", ask)
        return asked

    return answered


def interrupt(bot, step=212, steps=640):
    bot.layout.checkpoint(step).mkdir(parents=True)
    last = Step(
        step=step,
        steps=steps,
        progress=step / steps,
        epoch=1.0,
        loss=4.0,
        learning_rate=1e-4,
        tokens_per_second=1000.0,
        seconds_left=60.0,
        memory=0,
    )
    bot.layout.metrics.write_text(encode(last) + '\n{"event": "st', encoding="utf-8")


def test_a_check_of_the_device_is_answered_on_the_plan_page_but_not_during_a_training(
    open_window, library, qtbot
):
    window = open_window()
    card = window.pages.plan.device_card
    card.check.click()
    qtbot.waitUntil(lambda: card.checked.text().startswith("It works"))
    assert card.check.isEnabled()
    window.pages.train(make_bot(library, seed=fake_engine.WAITS), resume=False)
    qtbot.waitUntil(lambda: not card.check.isEnabled())


def rows(window):
    bots = window.sidebar.bots
    accessible = Qt.ItemDataRole.AccessibleTextRole
    return [bots.item(row).data(accessible) for row in range(bots.count())]


def learn(qtbot, window, bot):
    """Start a training that waits at half of its steps."""
    window.pages.train(bot, resume=False)
    qtbot.waitUntil(lambda: window.watch.percent == HALF)


def test_from_an_archive_to_a_bot_that_can_write(open_window, qtbot, archive):
    window = open_window()
    pages = window.pages
    window.fulfil(Opening(files=(archive,)))
    qtbot.waitUntil(lambda: pages.source.next.isEnabled())
    pages.source.next.click()
    assert window.steps.accessibleName() == "Step 2 of 5: Look"
    qtbot.waitUntil(lambda: pages.look.next.isEnabled())
    pages.look.next.click()
    assert pages.plan.device_card.name.text() == "Fake CPU"
    pages.plan.start.click()
    qtbot.waitUntil(lambda: rows(window) == ["Keeper of Gulls 🌊, ready"])
    assert isinstance(pages.currentWidget(), TrainPage)
    window.sidebar.bots.itemClicked.emit(window.sidebar.bots.item(0))
    assert isinstance(pages.currentWidget(), WritePage)
    assert window.steps.accessibleName() == "Step 5 of 5: Write"
    window.sidebar.new.click()
    assert window.steps.accessibleName() == "Step 1 of 5: Whose tweets"
    assert not pages.source.next.isEnabled()


def test_one_can_go_back_page_by_page(open_window, qtbot, gulls):
    window = open_window()
    pages = window.pages
    pages.source.authors.rows.item(0).setCheckState(Qt.CheckState.Checked)
    pages.source.next.click()
    qtbot.waitUntil(lambda: pages.look.next.isEnabled() and not pages.look.loader.busy)
    pages.look.next.click()
    pages.plan.back.click()
    assert pages.currentWidget() is pages.look
    pages.look.back.setFocus()
    pages.look.back.click()
    assert pages.currentWidget() is pages.source
    assert pages.source.next.isEnabled()
    assert window.focusWidget() is pages.source.next


@pytest.mark.parametrize("page", ["look", "plan"])
def test_forgetting_the_chosen_author_leads_back_to_the_choice(
    open_window, qtbot, gulls, library, answer, monkeypatch, page
):
    window = open_window()
    pages = window.pages
    pages.source.authors.rows.item(0).setCheckState(Qt.CheckState.Checked)
    pages.source.next.click()
    qtbot.waitUntil(lambda: pages.look.next.isEnabled() and not pages.look.loader.busy)
    if page == "plan":
        pages.look.next.click()
    answer(0)

    def forget(dialog):
        with qtbot.waitSignal(dialog.changed):
            dialog.forget(gulls)

    monkeypatch.setattr(DataDialog, "exec", forget)
    window.sidebar.data.click()
    assert library.tweets.authors() == []
    assert window.steps.accessibleName() == "Step 1 of 5: Whose tweets"
    assert not pages.source.next.isEnabled()


def test_the_sidebar_says_what_each_bot_does(open_window, qtbot, library):
    make_bot(library, ready=True, handles=("otto", "tilde"), name="Otto & Tilde")
    interrupt(make_bot(library, name="Ruben"))
    learning = make_bot(library, seed=fake_engine.WAITS, name="Mira")
    window = open_window()
    assert set(rows(window)) == {
        "Otto & Tilde, cyborg of 2 · ready",
        "Ruben, stopped at step 212",
        "Mira, not trained yet",
    }
    learn(qtbot, window, learning)
    assert f"Mira, learning, {HALF}%" in rows(window)
    assert window.sidebar._device.text() == "Fake CPU"
    assert window.sidebar._memory.text() == "8.0 of 16 GB free · works offline"


def test_an_interrupted_training_is_offered_to_go_on(open_window, qtbot, library, engine):
    bot = make_bot(library)
    interrupt(bot)
    window = open_window()
    window.greet()
    sentence = "The training of @lamp_and_gull was interrupted. It can go on from step 212 of 640."
    assert window.banner.sentence.text() == sentence
    with qtbot.waitSignal(engine.began) as began:
        window.banner.action.click()
    assert began.args[0].resume
    assert window.banner.isHidden()
    qtbot.waitUntil(lambda: read_bot(bot.folder).ready)


def test_metrics_cut_off_in_the_middle_of_a_letter_hold_up_no_start(open_window, library):
    bot = make_bot(library)
    interrupt(bot)
    with bot.layout.metrics.open("ab") as metrics:
        metrics.write('{"event": "samples", "texts": ["🌊'.encode()[:-2])
    window = open_window()
    window.greet()
    assert window.banner.sentence.text().endswith("It can go on from step 212 of 640.")


def test_a_bot_is_renamed_with_f2(open_window, qtbot, library, monkeypatch):
    bot = make_bot(library, ready=True)
    window = open_window()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("  The   keeper ", True))
    window.sidebar.bots.setCurrentRow(0)
    window.sidebar.bots.rename_requested.emit(bot)
    assert rows(window) == ["The keeper, ready"]


def test_deleting_asks_and_says_what_it_frees(open_window, qtbot, library, answer):
    bot = make_bot(library, ready=True)
    window = open_window()
    window.pages.show_bot(bot)
    asked = answer(1, 0)
    window.sidebar.bots.delete_requested.emit(bot)
    assert bot.folder.exists()
    window.sidebar.bots.delete_requested.emit(bot)
    assert not bot.folder.exists()
    assert rows(window) == []
    assert "That frees" in asked[0] and "KB" in asked[0]
    assert window.pages.currentWidget() is window.pages.source


def test_a_bot_that_learns_is_not_deleted(open_window, qtbot, library, answer):
    bot = make_bot(library, seed=fake_engine.WAITS)
    window = open_window()
    learn(qtbot, window, bot)
    asked = answer(0)
    window.sidebar.bots.delete_requested.emit(bot)
    assert bot.folder.exists()
    assert asked == ["This bot is learning. Stop its training first."]


def test_closing_during_a_training_can_be_thought_better_of(open_window, qtbot, library, answer):
    window = open_window()
    learn(qtbot, window, make_bot(library, seed=fake_engine.WAITS))
    answer(2)
    assert not window.close()
    assert window.isVisible()
    assert window.watch.percent == HALF


@pytest.mark.parametrize(("position", "ready"), [(0, False), (1, True)], ids=["pause", "keep"])
def test_closing_during_a_training_ends_it_as_asked_and_then_closes(
    open_window, qtbot, library, answer, position, ready
):
    bot = make_bot(library, seed=fake_engine.WAITS)
    window = open_window()
    learn(qtbot, window, bot)
    answer(position)
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    left = read_bot(bot.folder)
    assert left.ready is ready
    assert (left.resumable_step is None) is ready


def test_the_window_remembers_its_size_and_the_choices(open_window, qtbot, home, library, engine):
    window = open_window()
    window.resize(920, 700)
    window.pages.plan.cards["best"].radio.click()
    window.close()
    assert not engine.isRunning()
    assert load_settings(home.settings).plan == "best"
    again = MainWindow(home, library)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (920, 700)


def test_every_control_has_a_name(open_window, gulls):
    window = open_window()
    pages = window.pages
    for page in (window.sidebar, pages.source, pages.look, pages.plan):
        for kind in (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractItemView):
            for control in page.findChildren(kind):
                inside = isinstance(
                    control.parentWidget(), (QComboBox, QLineEdit, QAbstractSpinBox, QTableView)
                )
                if inside or not control.isVisibleTo(page):
                    continue  # A part of a control, which has the name; or not there now.
                text = control.text() if isinstance(control, QAbstractButton) else ""
                assert control.accessibleName() or text, control


def test_a_new_bot_can_be_asked_for_from_outside(open_window, library, qtbot):
    bot = make_bot(library, ready=True)
    window = open_window()
    window.pages.show_bot(bot)
    window.fulfil(Opening())
    assert isinstance(window.pages.currentWidget(), WritePage)
    window.sidebar.bots.setFocus()
    window.fulfil(Opening(Wish.NEW_BOT))
    assert window.pages.currentWidget() is window.pages.source
    assert window.focusWidget() is window.pages.source.drop_area.choose


def test_files_can_be_chosen_from_outside_unless_a_dialog_is_open(open_window, qtbot, monkeypatch):
    window = open_window()
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: asked.append(1) or ([], ""))
    dialog = QInputDialog(window)
    dialog.open()
    window.fulfil(Opening(Wish.CHOOSE_FILES))
    dialog.close()
    window.fulfil(Opening(Wish.CHOOSE_FILES))
    qtbot.waitUntil(lambda: asked == [1])


def test_the_keyboard_begins_at_the_first_thing_to_do_and_passes_no_empty_list(open_window, library, qtbot):
    window = open_window()
    assert window.focusWidget() is window.pages.source.drop_area.choose
    assert not window.sidebar.bots.focusPolicy() & Qt.FocusPolicy.TabFocus
    make_bot(library, ready=True)
    window.show_bots()
    assert window.sidebar.bots.focusPolicy() & Qt.FocusPolicy.TabFocus


def leave_and_come_back(qtbot, window, meanwhile):
    """Do something while another window has the focus."""
    terminal = QWidget()
    qtbot.addWidget(terminal)
    with qtbot.waitActive(terminal):
        terminal.show()
        terminal.activateWindow()
    meanwhile()
    with qtbot.waitActive(window):
        window.activateWindow()


def test_a_bot_trained_in_a_terminal_is_there_when_the_user_comes_back(open_window, library, qtbot, home):
    window = open_window()
    learning = make_bot(library, seed=fake_engine.WAITS, name="Learning")
    other = make_bot(library, handles=("salt",), ready=True, name="Other")
    window.show_bots()
    learn(qtbot, window, learning)
    bots = window.sidebar.bots
    bots.setFocus()
    bots.choose(other.folder)

    def train_in_a_terminal():
        with Library(home) as elsewhere:
            make_bot(elsewhere, handles=("third",), ready=True, name="Third")

    leave_and_come_back(qtbot, window, train_in_a_terminal)
    qtbot.waitUntil(lambda: len(rows(window)) == 3)
    assert f"Learning, learning, {HALF}%" in rows(window)
    assert bots.currentItem().text() == "Other"
    assert window.focusWidget() is bots
    assert isinstance(window.pages.currentWidget(), TrainPage)
    assert window.watch.learns(learning.folder)


def test_a_bot_removed_in_a_terminal_is_gone_from_the_list_and_the_page(open_window, library, qtbot, home):
    bot, other = make_bot(library, ready=True), make_bot(library, handles=("salt",), ready=True, name="Other")
    window = open_window()
    window.pages.show_bot(bot)
    bots = window.sidebar.bots

    def delete_in_a_terminal(bot):
        with Library(home) as elsewhere:
            elsewhere.bots.delete(bot)

    leave_and_come_back(qtbot, window, lambda: delete_in_a_terminal(other))
    qtbot.waitUntil(lambda: rows(window) == ["Mira Keel, ready"])
    assert bots.currentItem().text() == "Mira Keel"
    assert isinstance(window.pages.currentWidget(), WritePage)
    leave_and_come_back(qtbot, window, lambda: delete_in_a_terminal(bot))
    qtbot.waitUntil(lambda: rows(window) == [])
    assert window.pages.currentWidget() is window.pages.source


def test_a_training_finished_in_a_terminal_can_be_written_with(open_window, library, qtbot):
    bot = make_bot(library)
    interrupt(bot)
    window = open_window()
    window.pages.show_bot(bot)
    page = window.pages.training
    assert "Interrupted. It can go on from step 212" in page.header.subtitle.text()

    def finish_in_a_terminal():
        make_able_to_write(bot.folder)
        library.bots.update(bot, replace(bot.record, result=RESULT))

    leave_and_come_back(qtbot, window, finish_in_a_terminal)
    qtbot.waitUntil(lambda: rows(window) == ["Mira Keel, ready"])
    assert window.pages.currentWidget() is page
    assert page.header.title.text() == "Learned to write like @lamp_and_gull"
    page.buttons.write.click()
    assert isinstance(window.pages.currentWidget(), WritePage)


def test_the_keyboard_is_led_on_from_page_to_page(open_window, qtbot, gulls):
    window = open_window()
    show_active(qtbot, window)
    pages = window.pages

    def press(button):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return)

    pages.source.authors.rows.item(0).setCheckState(Qt.CheckState.Checked)
    press(pages.source.next)
    assert window.focusWidget() is pages.look.back
    qtbot.waitUntil(lambda: pages.look.next.isEnabled())
    assert window.focusWidget() is pages.look.tweets.view
    assert pages.look.tweets.view.currentIndex().isValid()
    press(pages.look.next)
    assert window.focusWidget() is pages.plan.cards["balanced"].radio
    press(pages.plan.start)
    qtbot.waitUntil(lambda: pages.currentWidget() is pages.__dict__.get("training"))
    assert window.focusWidget() in (pages.training.buttons.cancel, pages.training.buttons.write)
    qtbot.waitUntil(lambda: window.focusWidget() is pages.training.buttons.write)
