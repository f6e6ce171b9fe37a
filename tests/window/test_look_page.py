from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.model import UNDATED, Author, Tweet
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Verdict
from huggingtweets_gui.window.pages.look_page import LookPage
from huggingtweets_gui.window.widgets import Label
from huggingtweets_gui.workflow.importing import import_sources
from huggingtweets_gui.workflow.wizard import Wizard
from tests.archives import invented_tweets, official_zip
from tests.windows import show_active


@pytest.fixture
def open_page(qtbot, library):
    """Open the page on these authors and wait until everything is judged and counted."""

    def opened(*handles):
        page = LookPage(library, Wizard(list(handles)))
        qtbot.addWidget(page, before_close_func=lambda page: settle(qtbot, page))
        page.resize(948, 700)
        show_active(qtbot, page)
        page.load()
        settle(qtbot, page)
        pages.append(page)
        return page

    pages = []  # Held until they are closed, which waits for what they are still writing.
    return opened


def settle(qtbot, page):
    """Wait until everything is judged, counted, found and kept."""

    def is_settled():
        return not page.findChildren(TaskThread) and not page.tweets.search.pending

    qtbot.waitUntil(is_settled, timeout=20_000)


def add(library, handle, *texts):
    day = datetime(2021, 3, 14, tzinfo=UTC)
    tweets = [Tweet(number, day, text) for number, text in enumerate(texts, 1)]
    library.tweets.add(Author(handle, handle), tweets)


def shown(page):
    model = page.tweets.model
    return [model.index(row).data() for row in range(model.rowCount())]


def select(page, *rows):
    selection = page.tweets.view.selectionModel()
    selection.clear()
    for row in rows:
        selection.select(page.tweets.model.index(row), QItemSelectionModel.SelectionFlag.Select)


def kept(page):
    return page._wizard.choices[0].counts["kept"]


def cells(page):
    return [label.text() for label in page.counts.findChildren(Label) if not label.isHidden()]


def chip(page, verdict):
    return page.tweets.filters.chips[verdict]


def test_nothing_is_told_of_tweets_that_are_not_judged_yet(qtbot, library, gulls):
    page = LookPage(library, Wizard([gulls]))
    qtbot.addWidget(page, before_close_func=lambda page: settle(qtbot, page))
    show_active(qtbot, page)
    page.load()
    cards = (page.counts, page.expectation, page.figures)
    assert not any(card.isVisible() for card in cards)
    assert (chip(page, None).text(), chip(page, Verdict.KEPT).text()) == ("All", "Kept")
    settle(qtbot, page)
    assert all(card.isVisible() for card in cards)
    assert chip(page, None).text() == "All 200"
    page.load()
    assert all(card.isVisible() for card in cards)
    settle(qtbot, page)


def test_the_counts_say_what_became_of_the_tweets(open_page, gulls, qtbot):
    page = open_page(gulls)
    counts = page._wizard.choices[0].counts
    qtbot.waitUntil(lambda: "Downloaded" in cells(page))
    assert cells(page)[:4] == ["Downloaded", "200", "Retweets", f"−{counts['retweets']}"]
    assert cells(page)[-2:] == ["Kept", str(counts["kept"])]
    assert page.header.title.text() == f"{counts['kept']} tweets of @gull_keeper to learn from"
    assert page.next.isEnabled()


def test_several_authors_have_a_column_each(open_page, gulls, library, tmp_path, qtbot):
    owner = {"username": "otto", "accountId": "7", "accountDisplayName": "Otto"}
    import_sources(library, [official_zip(tmp_path / "otto.zip", invented_tweets(60, 1), account=owner)])
    page = open_page(gulls, "otto")
    qtbot.waitUntil(lambda: cells(page)[:5] == ["@gull_keeper", "@otto", "Downloaded", "200", "60"])
    assert page.header.title.text().endswith("tweets of @gull_keeper and @otto to learn from")
    assert page.tweets.model.rowCount() == 260


def test_too_little_text_closes_the_way_on_and_says_why(open_page, library):
    add(library, "quiet", "A letter from the mainland! It was a bill.")
    page = open_page("quiet")
    assert not page.next.isEnabled()
    assert "a bot needs 6,000" in page.header.subtitle.text()
    assert page.next.toolTip() == page.header.subtitle.text()


def search(page, qtbot, words):
    page.tweets.filters.search.setText(words)
    settle(qtbot, page)


def test_search_finds_words_whatever_their_case(open_page, library, qtbot):
    add(
        library,
        "mira",
        "The FOG came in like a guest.",
        "Tea count: nine, and it is early.",
        "No fog today at all.",
    )
    page = open_page("mira")
    search(page, qtbot, "fog")
    assert sorted(shown(page)) == ["No fog today at all.", "The FOG came in like a guest."]
    search(page, qtbot, "nothing of the kind")
    assert page.tweets.nothing.isVisible()
    search(page, qtbot, "")
    assert len(shown(page)) == 3


def test_a_chip_shows_the_tweets_of_one_verdict(open_page, gulls):
    page = open_page(gulls)
    retweets = page._wizard.choices[0].counts["retweets"]
    assert chip(page, Verdict.RETWEET).text() == f"Retweets {retweets}"
    chip(page, Verdict.RETWEET).click()
    assert len(shown(page)) == retweets
    assert all(text.startswith("RT @") for text in shown(page))
    chip(page, None).click()
    assert len(shown(page)) == 200


def test_selected_tweets_are_left_out_with_delete_and_taken_back_with_undo(open_page, gulls, library, qtbot):
    page = open_page(gulls)
    before = kept(page)
    chip(page, Verdict.KEPT).click()
    select(page, 0, 1, 2)
    page.tweets.view.setFocus()
    qtbot.keyClick(page.tweets.view, Qt.Key.Key_Delete)
    assert kept(page) == before - 3
    settle(qtbot, page)
    assert len(library.verdicts.left_out(gulls)) == 3
    assert f"{before - 3} tweets" in page.header.title.text()
    assert chip(page, Verdict.LEFT_OUT).text() == "Left out 3"
    page.undo.click()
    assert kept(page) == before
    settle(qtbot, page)
    assert library.verdicts.left_out(gulls) == frozenset()
    assert not page.undo.isEnabled()


def test_the_button_of_a_row_leaves_it_out_and_takes_it_in(open_page, gulls, qtbot):
    page = open_page(gulls)
    before = kept(page)
    view, model = page.tweets.view, page.tweets.model
    index = next(model.index(row) for row in range(9) if model.line(model.index(row)).verdict is Verdict.KEPT)
    rect = view.visualRect(index)
    button = QPoint(rect.right() - 20, rect.top() + 16)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=button)
    assert kept(page) == before - 1
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=button)
    assert kept(page) == before


def test_the_menu_offers_only_what_can_be_done(open_page, gulls, qtbot):
    page = open_page(gulls)
    chip(page, Verdict.KEPT).click()
    select(page, 0)
    leave_out, take_in = page.tweets.menu().actions()
    assert (leave_out.isEnabled(), take_in.isEnabled()) == (True, False)
    leave_out.trigger()
    assert page._wizard.choices[0].counts["left_out"] == 1


def test_rules_are_changed_as_a_set_or_one_by_one(open_page, gulls, qtbot):
    page = open_page(gulls)
    page.rules.classic.click()
    settle(qtbot, page)
    assert page._wizard.rules == CLASSIC
    assert page._wizard.choices[0].rules == CLASSIC
    page.rules.better.click()
    page.rules.switches["drop_duplicates"].click()
    settle(qtbot, page)
    assert page._wizard.rules.drop_duplicates
    assert not page.rules.better.isChecked()
    page.rules.switches["drop_duplicates"].click()
    settle(qtbot, page)
    assert page._wizard.rules == BETTER
    assert page.rules.better.isChecked()


def test_each_rule_says_how_many_tweets_it_is_about(open_page, gulls):
    page = open_page(gulls)
    counts = page.rules._counts
    assert all(label.text() for label in counts.values())
    assert int(counts["strip_mentions"].text()) > 0


def test_the_rules_are_counted_again_when_there_are_more_tweets(open_page, library, qtbot):
    add(library, "mira", "The fog came in like a guest.")
    page = open_page("mira")
    assert page.rules._counts["keep_newlines"].text() == "0"
    add(library, "mira", "The fog came in like a guest.", "It has not left since.\nIt will, though.")
    page.load()
    settle(qtbot, page)
    assert page.rules._counts["keep_newlines"].text() == "1"


def test_leaving_the_page_stops_the_counting_and_coming_back_goes_on(open_page, gulls, library, qtbot):
    page = open_page(gulls)
    add(library, gulls, "One more tweet that is long enough for it")
    page.load()
    qtbot.waitUntil(lambda: page.rules._counts["strip_mentions"].text() == "…")
    page.hide()
    assert not page.loader.busy
    settle(qtbot, page)
    assert page.rules._counts["strip_mentions"].text() == "…"
    page.show()
    settle(qtbot, page)
    assert page.rules._counts["strip_mentions"].text().isdigit()


def test_without_tweets_every_rule_is_about_none(open_page, library):
    add(library, "silent")
    page = open_page("silent")
    assert {label.text() for label in page.rules._counts.values()} == {"0"}
    assert not page.next.isEnabled()


def test_an_error_is_shown_until_the_tweets_are_there_again(open_page, gulls, qtbot):
    page = open_page(gulls)
    page.loader.failed.emit(UserError(ErrorCode.LIBRARY_BUSY, name="library.db"))
    assert not page.banner.isHidden()
    page.load()
    settle(qtbot, page)
    assert page.banner.isHidden()


def test_that_a_change_is_lost_is_still_said_when_the_tweets_are_there_again(open_page, gulls, qtbot):
    page = open_page(gulls)
    page._saver.failed.emit(UserError(ErrorCode.NO_ROOM, name="library.db"))
    settle(qtbot, page)
    assert page.next.isEnabled()
    assert not page.banner.isHidden()


def test_tweets_are_read_aloud_with_their_day_and_verdict(open_page, library):
    add(library, "mira", "The fog came in like <b>a guest</b>.")
    model = open_page("mira").tweets.model
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "The fog came in like <b>a guest</b>., 14 Mar 2021, kept"


def test_texts_without_a_date_say_so_and_limit_no_days(open_page, library):
    library.tweets.add(Author("mira", "Mira"), [Tweet(1, UNDATED, "The fog came in like a guest.")])
    page = open_page("mira")
    assert page.tweets.model.line(page.tweets.model.index(0)).day == "no date"
    assert not page.rules.dates.isEnabled()
    page.figures.fold.button.click()
    assert "Most: " not in page.figures.sent.bars.accessibleDescription()


def test_leaving_out_one_of_several_alike_keeps_another(open_page, library, qtbot):
    same = "A letter from the mainland! It was a bill. The mainland remains the mainland."
    add(library, "mira", same, f"{same} ", "Ring the harbour if the boat is late again. It will be.")
    page = open_page("mira")
    page.rules.switches["drop_duplicates"].click()
    settle(qtbot, page)
    assert kept(page) == 2
    select(page, 2)  # The first of them: the list is the newest one first.
    page.tweets.turn_selected(Verdict.LEFT_OUT)
    settle(qtbot, page)
    assert kept(page) == 2
    assert library.verdicts.left_out("mira") == {1}


def test_the_plots_follow_what_is_kept(open_page, gulls):
    page = open_page(gulls)
    page.figures.fold.button.click()
    before = page.figures.hours.bars.accessibleDescription()
    assert "Most: " in before
    chip(page, Verdict.KEPT).click()
    page.tweets.view.selectAll()
    page.tweets.turn_selected(Verdict.LEFT_OUT)
    assert "Most: " not in page.figures.hours.bars.accessibleDescription()


def test_the_rules_offer_the_days_and_languages_of_the_tweets(open_page, library):
    add(library, "mira", "The fog came in like a guest.", "It has not left since.")
    page = open_page("mira")
    assert page.rules.dates.since.text() == page.rules.dates.until.text() == "2021-03-14"


def test_the_keyboard_stays_in_the_list_when_a_change_has_the_tweets_judged_anew(open_page, gulls, qtbot):
    page = open_page(gulls)
    page.rules.switches["drop_duplicates"].click()
    settle(qtbot, page)
    view = page.tweets.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert page.focusWidget() is page.back
    settle(qtbot, page)
    assert page.focusWidget() is view
    assert page._wizard.choices[0].counts["left_out"] == 1
