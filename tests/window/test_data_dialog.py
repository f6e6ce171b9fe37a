import pytest

from huggingtweets_gui.window import data_dialog
from huggingtweets_gui.window.data_dialog import DataDialog
from huggingtweets_gui.window.training_watch import TrainingWatch
from huggingtweets_gui.window.widgets import Label
from tests.bots import make_bot


@pytest.fixture
def dialog(qtbot, library, engine, gulls):
    dialog = DataDialog(library, TrainingWatch(engine), None)
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


@pytest.mark.parametrize(("position", "left"), [(0, 1), (1, 2)], ids=["bots too", "bots stay"])
def test_bots_that_hold_the_tweets_are_named_and_can_go_too(dialog, library, gulls, answer, position, left):
    make_bot(library, handles=("gull_keeper",), name="Gull bot", ready=True)
    make_bot(library, handles=("otto",), name="Otto")
    asked = answer(position)
    dialog.forget(gulls)
    assert "“Gull bot”" in asked[0][0]
    assert "Otto" not in asked[0][0]
    assert len(library.bots.all()) == left
    assert library.tweets.authors() == []
