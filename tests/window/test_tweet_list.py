"""Searching, filtering and changing the tweets of page 2, a few of them and very many."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.tame_text import tame
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_filter import Kind
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.rules import BETTER, Verdict
from huggingtweets_gui.window.pages import tweet_search
from huggingtweets_gui.window.pages.look_page import LookPage
from huggingtweets_gui.workflow.choosing import choose
from huggingtweets_gui.workflow.wizard import Wizard
from tests.windows import show_active

DAY = datetime(2021, 3, 14, tzinfo=UTC)
MANY = 20_000


@pytest.fixture
def open_page(qtbot, library):
    """Open the page on these tweets of @mira."""

    def opened(*tweets):
        library.tweets.add(
            Author("mira", "Mira"),
            (
                Tweet(**{"id": n, "created_at": DAY - timedelta(hours=n)} | own)
                for n, own in enumerate(tweets, 1)
            ),
        )
        # How many tweets each rule concerns is another test's matter, and takes its time.
        page = LookPage(library, Wizard(["mira"]))
        page.loader._counted = {"mira": len(tweets)}
        pages.append(page)
        qtbot.addWidget(page, before_close_func=lambda page: settle(qtbot, page))
        page.resize(948, 700)
        show_active(qtbot, page)
        page.load()
        settle(qtbot, page)
        return page

    pages = []
    return opened


def settle(qtbot, page):
    def is_settled():
        return not page.findChildren(TaskThread) and not page.tweets.search.pending

    qtbot.waitUntil(is_settled, timeout=60_000)


def search(page, qtbot, words):
    page.tweets.filters.search.setText(words)
    settle(qtbot, page)


def choose_filter(page, name, value):
    page.tweets.filters.menu.chosen.emit(name, value)


def shown(page):
    model = page.tweets.model
    return [model.index(row).data() for row in range(model.rowCount())]


def kept(page):
    return page._wizard.choices[0].counts["kept"]


def many(count):
    texts = ("The fog came in like a guest", "Tea count, it is early", "Ships and boats, all of them late")
    return ({"text": f"{texts[n % 3]}, number {n}.", "is_reply": n % 2 == 0} for n in range(count))


def texts(*texts):
    return [{"text": text} for text in texts]


def menu_texts(menu):
    return {action.text(): action.menu() for action in menu.actions()}


def test_a_filter_is_a_chip_that_takes_it_off(open_page):
    fog, tea = "The fog came in like a guest.", "Tea count: nine, and it is early."
    page = open_page({"text": fog, "is_reply": True}, {"text": tea})
    bar = page.tweets.filters
    choose_filter(page, "kind", Kind.REPLY)
    assert shown(page) == [fog]
    assert bar.active["kind"].text().startswith("Replies")
    bar.active["kind"].click()
    assert len(shown(page)) == 2
    assert bar.active == {}


def test_the_menu_offers_what_occurs_with_how_often(open_page):
    page = open_page(
        {"text": "The fog came in like a guest.", "language": "de", "application": "R&D"},
        {"text": "Tea count: nine, and it is early.", "language": "und"},
    )
    menus = menu_texts(page.tweets.filters.menu)
    assert list(menus) == ["Language", "Year", "Sent with"]
    assert list(menu_texts(menus["Language"])) == ["German\t1", "Language not known\t1"]
    assert list(menu_texts(menus["Year"])) == ["2021\t2"]
    assert list(menu_texts(menus["Sent with"])) == ["Not known\t1", "R&&D\t1"]
    menus["Sent with"].actions()[1].trigger()
    assert shown(page) == ["The fog came in like a guest."]


def test_a_menu_of_very_many_choices_shows_the_most_frequent(open_page):
    page = open_page(*({"text": "Soup.", "application": f"app {n}\t\n{n}"} for n in range(100)))
    offered = list(menu_texts(menu_texts(page.tweets.filters.menu)["Sent with"]))
    assert len(offered) == 41
    assert offered[0] == "app 0 0\t1"
    assert offered[-1] == "and 60 rarer ones"


def test_a_filter_goes_with_the_tweets_that_it_was_for(open_page, library, qtbot):
    page = open_page({"text": "The fog came in like a guest.", "language": "de"})
    choose_filter(page, "language", "de")
    library.tweets.add(Author("otto", "Otto"), [Tweet(1, DAY, "No fog at all today.", language="en")])
    page._wizard.handles = ["otto"]
    page.load()
    settle(qtbot, page)
    assert shown(page) == ["No fog at all today."]
    assert page.tweets.filters.active == {}


def test_all_that_is_found_is_left_out_and_taken_in_again(open_page, library, qtbot):
    page = open_page(
        *texts("The fog came in.", "No fog today, none.", "Fog", "Tea count: nine, it is early.")
    )
    assert page.tweets.found.isHidden()
    search(page, qtbot, "fog")
    assert page.tweets.found_count.text() == "3 tweets found"
    leave_out, take_in = (page.tweets.found_buttons[one] for one in (Verdict.LEFT_OUT, Verdict.KEPT))
    assert (leave_out.text(), take_in.isHidden()) == ("Leave out all 2 kept", True)
    leave_out.click()
    settle(qtbot, page)
    assert kept(page) == 1
    assert library.verdicts.left_out("mira") == {1, 2}
    assert (take_in.text(), leave_out.isHidden()) == ("Take in all 2 left out", True)
    take_in.click()
    page.undo.click()
    settle(qtbot, page)
    assert library.verdicts.left_out("mira") == {1, 2}
    page.undo.click()
    settle(qtbot, page)
    assert library.verdicts.left_out("mira") == frozenset()
    assert kept(page) == 3
    assert not page.undo.isEnabled()


def test_a_verdict_and_words_are_looked_for_together(open_page, qtbot):
    page = open_page(*texts("The fog came in.", "Fog", "Tea count: nine, it is early."))
    search(page, qtbot, "fog")
    page.tweets.filters.chips[Verdict.SHORT].click()
    assert shown(page) == ["Fog"]
    search(page, qtbot, "tea")
    assert shown(page) == []
    assert page.tweets.nothing.isVisible()


def test_only_the_answer_to_what_was_typed_last_is_shown(open_page, qtbot, monkeypatch):
    monkeypatch.setattr(tweet_search, "_REST_MILLISECONDS", 0)
    page = open_page(*texts("The fog came in.", "Tea count: nine, it is early."))
    for words in ("fog", "f", "te", "fog", "tea"):
        page.tweets.filters.search.setText(words)
        page.tweets.search._rest.stop()
        page.tweets.search._start()
    assert len(shown(page)) == 2  # What was shown stays until then.
    settle(qtbot, page)
    assert shown(page) == ["Tea count: nine, it is early."]


def test_words_without_an_answer_yet_leave_the_list_as_it_is(open_page, qtbot):
    fog = [f"The fog came in, it is number {number}." for number in range(3)]
    page = open_page(*texts(*fog, "Tea count: nine, it is early."))
    page.tweets.filters.chips[Verdict.KEPT].click()
    search(page, qtbot, "fog")
    page.tweets.filters.search.setText("tea")
    assert page.tweets.found.isHidden()  # Its buttons would act on the tweets with fog.
    page.tweets.view.selectRow(0)
    page.tweets.turn_selected(Verdict.LEFT_OUT)
    assert shown(page) == fog
    assert page.tweets.found.isHidden()
    settle(qtbot, page)
    assert shown(page) == ["Tea count: nine, it is early."]
    assert page.tweets.found_count.text() == "1 tweet found"


def test_a_search_that_fails_is_told_and_can_be_tried_again(open_page, qtbot, monkeypatch):
    page = open_page(*texts("The fog came in.", "Tea count: nine, it is early."))
    error = UserError(ErrorCode.LIBRARY_DAMAGED, name="library.db")
    with monkeypatch.context() as patch:
        patch.setattr(Library, "again", lambda _: (_ for _ in ()).throw(error))
        search(page, qtbot, "fog")
    assert page.banner.sentence.text() == error.sentence
    assert len(shown(page)) == 2
    assert page.tweets.found.isHidden()
    page.tweets.filters.chips[Verdict.KEPT].click()
    settle(qtbot, page)
    assert shown(page) == ["The fog came in."]


def test_what_cannot_be_kept_is_told_and_shown_as_it_is(open_page, library, qtbot, monkeypatch):
    page = open_page(*texts("The fog came in.", "Tea count: nine, it is early."))
    error = UserError(ErrorCode.NO_ROOM, name="library.db")
    with monkeypatch.context() as patch:
        patch.setattr(
            "huggingtweets_gui.library.verdict_store.VerdictStore.leave_out",
            lambda *_: (_ for _ in ()).throw(error),
        )
        page.tweets.view.selectAll()
        page.tweets.turn_selected(Verdict.LEFT_OUT)
        settle(qtbot, page)
    assert page.banner.sentence.text() == error.sentence
    assert kept(page) == 2
    assert not page.undo.isEnabled()


def test_next_waits_until_everything_is_kept(open_page, library, qtbot):
    page = open_page(*many(2000))
    page.tweets.view.selectAll()
    page.tweets.turn_selected(Verdict.LEFT_OUT)
    page.undo.click()
    with qtbot.waitSignal(page.next_requested, timeout=60_000):
        page.next.click()
    assert library.verdicts.left_out("mira") == frozenset()


@pytest.mark.parametrize("elsewhere", [True, False], ids=["another page", "other rules"])
def test_who_thinks_better_of_next_is_not_led_on(open_page, qtbot, elsewhere):
    page = open_page(*many(2000))
    page.tweets.view.selectAll()
    page.tweets.turn_selected(Verdict.LEFT_OUT)
    page.undo.click()
    with qtbot.assertNotEmitted(page.next_requested):
        page.next.click()
        if elsewhere:
            page.hide()
        else:
            page.rules.switches["keep_newlines"].click()
        settle(qtbot, page)
        qtbot.waitUntil(lambda: bool(page._wizard.choices))
    assert kept(page) == 2000


def test_many_tweets_are_searched_selected_and_left_out_as_sets(open_page, library, qtbot):
    page = open_page(*many(MANY))
    assert page.tweets.model.rowCount() == MANY
    search(page, qtbot, "fog")
    assert page.tweets.model.rowCount() == len(range(0, MANY, 3))
    page.tweets.view.setFocus()
    qtbot.keySequence(page.tweets.view, "Ctrl+A")
    assert len(page.tweets.view.selectionModel().selection()) == 1  # a range, not an index each
    page.tweets.menu().actions()[0].trigger()
    settle(qtbot, page)
    left_out = len(range(0, MANY, 3))
    assert choose(library, "mira", BETTER).counts["left_out"] == left_out
    assert kept(page) == MANY - left_out
    page.undo.click()
    settle(qtbot, page)
    assert kept(page) == choose(library, "mira", BETTER).counts["kept"] == MANY


def test_only_the_tweets_in_sight_are_read(open_page, monkeypatch):
    page = open_page(*many(4000))
    read = []
    tweets = page._library.query.tweets
    monkeypatch.setattr(page._library.query, "tweets", lambda rows: read.extend(rows) or tweets(rows))
    page.tweets.filters.chips[Verdict.KEPT].click()
    bar = page.tweets.view.verticalScrollBar()
    for place in (0.1, 0.5, 0.9, 1.0):
        bar.setValue(round(bar.maximum() * place))
        page.tweets.view.viewport().repaint()
    assert 0 < len(read) < 4000 / 2
    last = page.tweets.model.index(3999)
    assert page.tweets.view.visualRect(last).intersects(page.tweets.view.viewport().rect())
    assert last.data() == "The fog came in like a guest, number 3999."


def test_a_tweet_that_is_gone_since_is_an_empty_row(open_page, library):
    page = open_page(*texts("The fog came in."))
    page.tweets.model.show_table(page._table, page.tweets.model.positions())
    library.tweets.forget("mira")
    assert page.tweets.model.index(0).data() == ""
    assert isinstance(page.grab().toImage(), QImage)


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("\u202egnp.cod", "gnp.cod"),
        ("a\u2067b\u2069 \u202ac\u202c", "ab c"),
        ("a \x1b[31mb\x00c\x9bd", "a  [31mb c d"),
        ("one\r\ntwo\u2028three\x85four", "one\ntwo\nthree\nfour"),
        ("o" + "\u0301" * 500, "o" + "\u0301" * 4),
        ("👩‍🚀 مرحبا 🇨🇭", "👩‍🚀 مرحبا 🇨🇭"),
        ("x" * 3000, "x" * 1999 + "…"),
    ],
)
def test_a_text_disturbs_nothing_beside_it(text, shown_as):
    assert tame(text, 2000) == shown_as


def test_hostile_tweets_are_shown_as_letters(open_page, qtbot):
    page = open_page(
        *texts(
            "<img src='file:///etc/passwd'> & \u202esdrawkcab is how it goes", "🪶" * 500 + "\n<b>bold</b>"
        )
    )
    assert shown(page)[0] == "<img src='file:///etc/passwd'> & sdrawkcab is how it goes"
    # The mouse on a link, or a click on one, does nothing but select the row.
    place = page.tweets.view.visualRect(page.tweets.model.index(0)).center()
    qtbot.mouseMove(page.tweets.view.viewport(), place)
    qtbot.mouseClick(page.tweets.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert page.tweets.view.currentIndex().row() == 0


def test_no_tweets_at_all_are_told(open_page):
    page = open_page()
    assert page.tweets.nothing.isVisible()
    assert isinstance(page._table, TweetTable)
    assert not page.next.isEnabled()
