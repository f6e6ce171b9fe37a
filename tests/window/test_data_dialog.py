import pytest

from huggingtweets_gui.library.settings import Settings
from huggingtweets_gui.window import data_dialog
from huggingtweets_gui.window.data_dialog import DataDialog
from huggingtweets_gui.window.training_watch import TrainingWatch
from huggingtweets_gui.window.update_check import UpdateCheck
from huggingtweets_gui.window.widgets import Label
from tests.bots import make_bot


@pytest.fixture
def dialog(qtbot, library, engine, gulls):
    dialog = DataDialog(library, TrainingWatch(engine), UpdateCheck(library.home, Settings()), None)
    qtbot.addWidget(dialog)
    return dialog


@pytest.fixture
def answer(monkeypatch):
    asked = []

    def answered(position):
        def ask(parent, question, explanation, answers):
            asked.append((explanation, answers))
            return position

        monkeypatch.setattr(data_dialog, "ask", ask)
        return asked

    return answered


def test_authors_and_the_disk_used_are_listed(dialog):
    words = [label.text() for label in dialog.findChildren(Label)]
    assert "Keeper of Gulls 🌊  @gull_keeper" in words
    assert "200 tweets" in words
    assert any(word.startswith("0 bots: 0 KB · base models: 0 KB · tweets: ") for word in words)


def test_forgetting_an_author_asks_first(dialog, library, gulls, answer, qtbot):
    answer(1)
    dialog.forget(gulls)
    assert len(library.tweets.authors()) == 1
    answer(0)
    with qtbot.waitSignal(dialog.changed):
        dialog.forget(gulls)
    assert library.tweets.authors() == []


def test_the_dialog_says_that_it_is_forgetting_and_stays_open_meanwhile(dialog, gulls, answer, qtbot):
    answer(0)
    dialog.show()
    with qtbot.waitSignal(dialog.changed):
        dialog.forget(gulls)  # returns while a thread does it
        dialog.reject()
        assert dialog.isVisible()
        assert any("Forgetting @gull_keeper" in label.text() for label in dialog.findChildren(Label))
    assert not dialog.busy
    dialog.reject()
    assert not dialog.isVisible()


def test_why_somebody_could_not_be_forgotten_is_told(dialog, library, gulls, answer, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(data_dialog, "tell_error", lambda _, sentence, *__: told.append(sentence))
    bot = make_bot(library, handles=("gull_keeper",), name="Gull bot")
    answer(1)
    with bot.held(), qtbot.waitSignal(dialog.changed):
        dialog.forget(gulls)
    assert "Gull bot" in told[0]
    assert len(library.tweets.authors()) == 1


@pytest.mark.parametrize(("position", "left"), [(0, 1), (1, 2)], ids=["bots too", "bots stay"])
def test_bots_that_hold_the_tweets_are_named_and_can_go_too(
    dialog, library, gulls, answer, qtbot, position, left
):
    make_bot(library, handles=("gull_keeper",), name="Gull bot", ready=True)
    make_bot(library, handles=("otto",), name="Otto")
    asked = answer(position)
    with qtbot.waitSignal(dialog.changed):
        dialog.forget(gulls)
    assert "“Gull bot”" in asked[0][0]
    assert "Otto" not in asked[0][0]
    assert len(library.bots.all()) == left
    assert library.tweets.authors() == []
