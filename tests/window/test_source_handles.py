"""Page 1, by handle: what the user sees of both services, which stand on the loopback."""

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.community_archive import CommunityArchive
from huggingtweets_gui.tweets.x_api import XApi
from huggingtweets_gui.tweets.x_keys import bearer_token
from huggingtweets_gui.window.pages.source_page import SourcePage
from huggingtweets_gui.workflow import services
from huggingtweets_gui.workflow.persistence import Pause
from huggingtweets_gui.workflow.wizard import Wizard
from tests.services.fake_community import KEY, Tables, row
from tests.services.fake_keyring import FakeKeyring
from tests.services.fake_server import Answer
from tests.services.fake_x import KEYS, TOKEN, FakeX, ToLoopback


@pytest.fixture
def wizard():
    return Wizard()


@pytest.fixture
def page(qtbot, library, wizard):
    return shown_page(qtbot, library, wizard)


def shown_page(qtbot, library, wizard):
    """Show the page; its threads end before it does, as in the window."""
    page = SourcePage(library, wizard)

    def settle(page):
        for task in page.findChildren(TaskThread):
            task.cancel()
        qtbot.waitUntil(lambda: page.findChildren(TaskThread) == [])

    qtbot.addWidget(page, before_close_func=settle)
    page.show()
    return page


@pytest.fixture(autouse=True)
def ring():
    before = keyring.get_keyring()
    ring = FakeKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def community(monkeypatch):
    tables = Tables(tweets=[row(number) for number in range(1, 101)])
    with tables.serve() as server:
        monkeypatch.setattr(services, "open_community", lambda: CommunityArchive(server.address, KEY))
        yield server


@pytest.fixture
def x(monkeypatch):
    with FakeX().serve() as server:
        monkeypatch.setattr(services, "open_x", lambda token: XApi(token, ToLoopback(server.address)))
        monkeypatch.setattr(
            services, "token_for", lambda keys: bearer_token(keys, ToLoopback(server.address))
        )
        yield server


def find(qtbot, page, text):
    page.handle_card.handles.setText(text)
    qtbot.keyClick(page.handle_card.handles, Qt.Key.Key_Return)


def row_of(page, handle="gull_keeper"):
    return page.handle_panel.offers.rows[handle]


def wait_for(qtbot, label, text):
    qtbot.waitUntil(lambda: text in label.text())


def open_consent(qtbot, page):
    """Ask for @gull_keeper, and come to the price; who is nowhere else may still be looked for."""
    find(qtbot, page, "gull_keeper")
    with qtbot.waitSignal(page.handle_panel.tasks.access_known):
        row_of(page).other.button.click()


def pay(qtbot, page, end, token=TOKEN):
    open_consent(qtbot, page)
    page.handle_panel.consent.token.setText(token)
    with qtbot.waitSignal(end):
        page.handle_panel.consent.agree.click()


def test_the_community_archive_is_found_read_and_chosen(page, qtbot, community, wizard, library):
    find(qtbot, page, "https://x.com/Gull_Keeper")
    wait_for(qtbot, row_of(page).where, "Community Archive: 2,500 tweets, archived 2024-10-01")
    assert not page.handle_card.isVisible()
    with qtbot.waitSignal(page.handle_panel.closed):
        row_of(page).action.button.click()
    assert wizard.handles == ["gull_keeper"]
    assert page.footer.sentence.text() == "100 tweets of @gull_keeper read, 100 of them new."
    assert page.drop_area.isVisible() and page.next.isEnabled()
    assert len(library.tweets.tweets("gull_keeper")) == 100


@pytest.mark.parametrize(
    ("text", "words"),
    [("no.handle.of.x", "is not a handle on X"), ("a b, c @d", "these are 4"), ("-", "is not a handle on X")],
)
def test_what_is_typed_is_checked_before_anybody_is_asked(page, qtbot, community, text, words):
    find(qtbot, page, text)
    assert words in page.banner.sentence.text()
    assert community.asked == []
    assert page.drop_area.isVisible()


def test_who_is_here_is_offered_first_and_nobody_asked(qtbot, library, gulls, wizard, community):
    page = shown_page(qtbot, library, wizard)
    find(qtbot, page, gulls)
    offer = row_of(page, gulls)
    assert offer.where.text() == "Already here, with 200 tweets"
    assert community.asked == []
    offer.action.button.click()
    assert wizard.handles == [gulls]
    assert page.drop_area.isVisible()
    find(qtbot, page, gulls)
    row_of(page, gulls).other.button.click()
    wait_for(qtbot, row_of(page, gulls).where, "Community Archive: 2,500 tweets")


def test_who_is_not_in_the_archive_and_an_archive_that_is_down_are_told(page, qtbot, community):
    find(qtbot, page, "nobody")
    wait_for(qtbot, row_of(page, "nobody").where, "Not in the Community Archive")
    assert not row_of(page, "nobody").action.button.isVisible()
    page.handle_panel.offers.close_button.click()
    assert page.drop_area.isVisible() and page.handle_card.isVisible()
    community.instead = [Answer({}, status=500)]
    find(qtbot, page, "gull_keeper")
    wait_for(qtbot, row_of(page).where, "The Community Archive has a problem of its own (status 500).")
    row_of(page).action.button.click()
    wait_for(qtbot, row_of(page).where, "Community Archive: 2,500")


def test_x_shows_price_terms_and_where_the_token_goes_before_it_is_asked(page, qtbot, x, community, ring):
    open_consent(qtbot, page)
    consent = page.handle_panel.consent
    shown = " ".join(label.text() for label in consent.findChildren(type(consent.title)))
    for words in (
        "$0.005 for each post",
        "$0.001 for your own",
        "$0.010",
        "about $16",
        "restricts the training",
    ):
        assert words in shown
    assert consent.note.text() == "It is kept in the system's keyring, and nowhere else."
    assert consent.token.echoMode() is QLineEdit.EchoMode.Password
    assert consent.agree.text() == "Pay up to $16.01 and read"
    assert x.asked == [] and ring.passwords == {}


def test_x_is_read_with_a_new_token_and_later_with_the_one_kept(page, qtbot, x, community, ring, wizard):
    panel = page.handle_panel
    pay(qtbot, page, panel.closed)
    assert wizard.handles == ["gull_keeper"]
    assert list(ring.passwords.values()) == [TOKEN]
    assert panel.consent.token.text() == ""
    find(qtbot, page, "gull_keeper")
    row_of(page).other.button.click()
    with qtbot.waitSignal(panel.tasks.access_known):
        row_of(page).other.button.click()
    assert panel.consent.token.isHidden()
    assert panel.consent.note.text() == "The bearer token in the system's keyring is used."
    with qtbot.waitSignal(panel.imported):
        panel.consent.agree.click()
    assert page.footer.sentence.text() == "0 tweets of @gull_keeper read, 0 of them new."


def test_x_is_read_with_app_keys_of_which_only_the_token_is_kept(page, qtbot, x, community, ring, wizard):
    open_consent(qtbot, page)
    consent = page.handle_panel.consent
    consent.by_keys.click()
    assert consent.token.isHidden()
    assert consent.note.text() == (
        "X gives a bearer token for them, and that is kept in the system's keyring; the keys are not."
    )
    for field, key in zip((consent.key, consent.secret), KEYS, strict=True):
        assert field.echoMode() is QLineEdit.EchoMode.Password
        field.setText(key)
    with qtbot.waitSignal(page.handle_panel.closed):
        consent.agree.click()
    assert wizard.handles == ["gull_keeper"]
    assert list(ring.passwords.values()) == [TOKEN]
    assert consent.key.text() + consent.secret.text() == ""


def test_app_keys_that_are_refused_are_told_and_nothing_is_kept(page, qtbot, x, community, ring):
    open_consent(qtbot, page)
    consent = page.handle_panel.consent
    consent.by_keys.click()
    consent.key.setText(KEYS[0])
    consent.agree.click()
    assert "These are no app keys" in page.banner.sentence.text()
    consent.secret.setText("wrong")
    with qtbot.waitSignal(page.handle_panel.failed):
        consent.agree.click()
    assert page.banner.sentence.text() == "X does not accept these app keys."
    assert ring.passwords == {}


def test_without_a_keyring_that_is_said(page, qtbot, x, community):
    keyring.set_keyring(fail.Keyring())
    open_consent(qtbot, page)
    assert "it is forgotten when the window is closed" in page.handle_panel.consent.note.text()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer({}, status=401), "X does not accept this bearer token."),
        (Answer({}, status=402), "There are no credits left for X's API."),
        (Answer({}, status=404), "There is nobody called @gull_keeper on X."),
        (Answer({"title": "UsageCapExceeded"}, status=429), "The cap on posts that your X account may read"),
    ],
)
def test_what_x_refuses_is_told_in_the_banner(page, qtbot, x, community, answer, words):
    x.instead = [answer]
    pay(qtbot, page, page.handle_panel.failed)
    assert words in page.banner.sentence.text()
    assert page.handle_panel.offers.isVisible()
    assert not page.handle_panel.tasks.reading


def test_a_token_that_is_refused_is_asked_for_again(page, qtbot, x, community, ring):
    pay(qtbot, page, page.handle_panel.failed, token="wrong")
    assert ring.passwords == {}
    with qtbot.waitSignal(page.handle_panel.tasks.access_known):
        row_of(page).other.button.click()
    assert page.handle_panel.consent.token.isVisible()


def test_what_is_no_token_is_told_and_not_sent(page, qtbot, x, community):
    open_consent(qtbot, page)
    page.handle_panel.consent.token.setText("two words")
    page.handle_panel.consent.agree.click()
    assert "This is no bearer token" in page.banner.sentence.text()
    assert x.asked == []


def test_a_limit_is_counted_down_and_can_be_cancelled(page, qtbot, x, community, wizard):
    x.instead = [Answer({}, status=429)]
    open_consent(qtbot, page)
    page.handle_panel.consent.token.setText(TOKEN)
    page.handle_panel.consent.agree.click()
    reading = page.handle_panel.reading
    wait_for(qtbot, reading.detail, "X allows no more requests for now. Going on in 15 min.")
    assert not page.next.isEnabled()
    with qtbot.waitSignal(page.handle_panel.tasks.cancelled, timeout=1000):
        reading.cancel.click()
    assert page.handle_panel.offers.isVisible()
    assert wizard.handles == []


def test_who_is_looked_for_is_looked_for_still_when_a_reading_is_cancelled(page, qtbot, x, community):
    community.instead = ["hang"]
    x.instead = [Answer({}, status=429)]
    open_consent(qtbot, page)
    page.handle_panel.consent.token.setText(TOKEN)
    page.handle_panel.consent.agree.click()
    wait_for(qtbot, page.handle_panel.reading.detail, "Going on in")
    with qtbot.waitSignal(page.handle_panel.tasks.cancelled):
        page.handle_panel.reading.cancel.click()
    assert row_of(page).where.text() == "Looking in the Community Archive…"
    community.released.set()
    wait_for(qtbot, row_of(page).where, "The Community Archive could not be reached")


def test_progress_is_told_in_tweets_and_comes_back_after_a_pause(page):
    reading = page.handle_panel.reading
    reading.begin("mira", "X")
    reading.show_progress(1200, 3200)
    assert reading.detail.text() == "1,200 of 3,200 tweets"
    assert reading.bar.value() == 375
    reading.show_pause(Pause("X did not answer in time.", 4.0))
    assert reading.detail.text() == "X did not answer in time. Going on in 4 s."
    reading.show_pause(None)
    assert reading.detail.text() == "1,200 of 3,200 tweets"


def test_of_several_each_is_had_where_it_is(page, qtbot, community, wizard):
    find(qtbot, page, "@gull_keeper, nobody")
    wait_for(qtbot, row_of(page, "nobody").where, "Not in the Community Archive")
    wait_for(qtbot, row_of(page).where, "2,500 tweets")
    with qtbot.waitSignal(page.handle_panel.imported):
        row_of(page).action.button.click()
    assert row_of(page).where.text() == "Chosen, with 100 tweets"
    assert page.handle_panel.isVisible() and page.next.isEnabled()
    assert [chip.text() for chip in page.chips.findChildren(QPushButton)] == ["@gull_keeper  ✕"]
