import os
import sys
import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton

from huggingtweets_gui.tweets import sources
from huggingtweets_gui.tweets.sources import preview_table
from huggingtweets_gui.window.pages.source_page import SourcePage
from huggingtweets_gui.workflow.wizard import Wizard
from tests.archives import gdpr_2018_zip, invented_tweets, official_folder, official_zip, script


@pytest.fixture
def wizard():
    return Wizard()


@pytest.fixture
def page(qtbot, library, wizard):
    page = SourcePage(library, wizard)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.queue.cancel()
    qtbot.waitUntil(lambda: page.queue._thread is None)


def account(handle):
    return {"username": handle, "accountId": "7", "accountDisplayName": handle}


def take(qtbot, page, *paths):
    with qtbot.waitSignal(page.queue.idle):
        page.open_files(paths)


def drop(page, *paths):
    """Drag files over the area and let them go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromEncoded(path.as_uri().encode()) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.drop_area.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), copy, mime, left, none))
    page.drop_area.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, left, none))


def chips(page):
    return [button.text() for button in page.chips.findChildren(QPushButton) if not button.isHidden()]


def listed(page):
    rows = page.authors.rows
    return [rows.item(row).text() for row in range(rows.count())]


def test_a_dropped_archive_is_read_and_its_author_chosen(page, qtbot, archive, wizard):
    assert not page.next.isEnabled()
    with qtbot.waitSignal(page.queue.idle):
        drop(page, archive)
    assert wizard.handles == ["gull_keeper"]
    qtbot.waitUntil(lambda: chips(page) == ["@gull_keeper  ✕"])
    assert listed(page) == ["Keeper of Gulls 🌊  @gull_keeper · 200 tweets"]
    assert page.footer.sentence.text() == "200 tweets of @gull_keeper read, 200 of them new."
    with qtbot.waitSignal(page.next_requested):
        page.next.click()


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_file_with_a_name_that_is_no_utf8_can_be_dropped(page, qtbot, archive, wizard):
    odd = archive.rename(archive.with_name(os.fsdecode(b"m\xf6we #1.zip")))
    with qtbot.waitSignal(page.queue.idle):
        drop(page, odd)
    assert wizard.handles == ["gull_keeper"]


def test_several_sources_of_different_kinds_make_a_cyborg(page, qtbot, archive, tmp_path, wizard):
    folder = official_folder(tmp_path / "unpacked", invented_tweets(30, 1), account=account("otto"))
    take(qtbot, page, archive, folder)
    assert wizard.handles == ["gull_keeper", "otto"]
    page.refresh()
    assert "cyborg of 2" in page.footer.sentence.text()


def test_a_bad_file_is_told_and_does_not_hold_up_the_others(page, qtbot, archive, tmp_path, wizard):
    bad = tmp_path / "notes.zip"
    bad.write_text("no zip", encoding="utf-8")
    take(qtbot, page, bad, archive)
    assert page.banner.sentence.text() == "“notes.zip” is not a zip file."
    assert wizard.handles == ["gull_keeper"]
    take(qtbot, page, tmp_path / "gone.zip")
    assert "no file or folder" in page.banner.sentence.text()
    assert wizard.handles == ["gull_keeper"]


def test_the_handle_is_asked_for_where_the_file_does_not_say_it(page, qtbot, tmp_path, wizard):
    tweets = tmp_path / "tweets.js"
    records = [{"tweet": record} for record in invented_tweets(30)]
    tweets.write_bytes(script("window.YTD.tweets.part0", records))
    with qtbot.waitSignal(page.queue.handle_needed):
        page.open_files([tweets])
    area = page.drop_area
    assert area.question_title.text() == "Whose tweets are in tweets.js?"
    assert not page.next.isEnabled()
    area.handle.setText("no handle!")
    with qtbot.waitSignal(page.queue.handle_needed):
        qtbot.keyClick(area.handle, Qt.Key.Key_Return)
    assert "is not a handle" in page.banner.sentence.text()
    area.handle.setText("@Mira")
    with qtbot.waitSignal(page.queue.idle):
        qtbot.keyClick(area.handle, Qt.Key.Key_Return)
    assert wizard.handles == ["Mira"]


def test_a_file_without_a_handle_can_be_left_out(page, qtbot, tmp_path, archive, wizard):
    tweets = tmp_path / "tweets.js"
    tweets.write_bytes(script("window.YTD.tweets.part0", [{"tweet": invented_tweets(1)[0]}]))
    with qtbot.waitSignal(page.queue.handle_needed):
        page.open_files([tweets, archive])
    with qtbot.waitSignal(page.queue.idle):
        page.drop_area.skip_requested.emit()
    assert wizard.handles == ["gull_keeper"]


def test_damaged_tweets_are_counted_and_told(page, qtbot, tmp_path):
    path = gdpr_2018_zip(tmp_path / "old.zip", invented_tweets(40))
    broken = tmp_path / "broken"
    official_folder(broken, invented_tweets(40))
    tweets = broken / "data" / "tweets.js"
    text = tweets.read_text(encoding="utf-8")
    tweets.write_text(text[: len(text) * 3 // 4], encoding="utf-8")
    take(qtbot, page, path)
    assert page.banner.isHidden()
    take(qtbot, page, broken)
    assert "damaged and could not be read" in page.banner.sentence.text()


def test_reading_can_be_cancelled_and_keeps_nothing_of_it(page, qtbot, library, archive, wizard):
    page.queue.began.connect(lambda *_: page.queue.cancel())
    take(qtbot, page, archive)
    assert wizard.handles == []
    assert library.tweets.authors() == []


def test_a_fourth_author_is_not_chosen_but_kept(page, qtbot, tmp_path, library, wizard):
    paths = [
        official_zip(tmp_path / f"{name}.zip", invented_tweets(20, seed), account=account(name))
        for seed, name in enumerate(("ann", "bob", "cid", "dee"))
    ]
    take(qtbot, page, *paths)
    assert wizard.handles == ["ann", "bob", "cid"]
    assert "at most three" in page.banner.sentence.text()
    assert len(library.tweets.authors()) == 4
    fourth = page.authors.rows.item(3)
    fourth.setCheckState(Qt.CheckState.Checked)
    assert wizard.handles == ["ann", "bob", "cid"]
    assert page.authors.rows.item(3).checkState() is Qt.CheckState.Unchecked


def test_an_author_already_here_is_chosen_by_a_check_and_removed_by_the_chip(qtbot, library, gulls, wizard):
    page = SourcePage(library, wizard)
    qtbot.addWidget(page)
    page.show()
    page.authors.rows.item(0).setCheckState(Qt.CheckState.Checked)
    assert wizard.handles == [gulls]
    assert page.next.isEnabled()
    page.chips.findChildren(QPushButton)[-1].click()
    assert wizard.handles == []
    assert not page.next.isEnabled()
    assert "Choose an archive" in page.next.toolTip()


def test_the_example_can_be_tried(page, qtbot, wizard):
    with qtbot.waitSignal(page.queue.idle, timeout=20_000):
        page.example.click()
    assert len(wizard.handles) == 1


def test_progress_is_told_in_bytes(page):
    page.drop_area.show_reading("gulls.zip", 2)
    assert page.drop_area.reading_detail.text() == "2 more to come"
    page.drop_area.show_progress(25_000_000, 50_000_000)
    assert page.drop_area.reading_detail.text() == "25 MB of 50 MB"
    assert page.drop_area.bar.value() == 500


def table(path, first="here"):
    lines = [f"{first},there,when"] + [
        f"a tidy sentence of {n},and another one of {n},2023-02-18" for n in range(9)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_column_is_asked_for_where_a_table_does_not_say_it(page, qtbot, tmp_path, wizard, library):
    with qtbot.waitSignal(page.queue.columns_needed):
        page.open_files([table(tmp_path / "posts.csv")])
    assert page.picker.table.item(0, 1).text() == "and another one of 0"
    assert page.picker.date.currentText() == "when"
    page.picker.table.horizontalHeader().sectionClicked.emit(1)
    assert page.picker.text.currentText() == "there"
    with qtbot.waitSignal(page.queue.handle_needed):
        page.picker.use.click()
    page.drop_area.handle.setText("@gull@harbour.example")
    with qtbot.waitSignal(page.queue.idle):
        qtbot.keyClick(page.drop_area.handle, Qt.Key.Key_Return)
    assert wizard.handles == ["gull@harbour.example"]
    assert listed(page) == ["gull@harbour.example  @gull@harbour.example · 9 tweets"]


def test_nothing_is_asked_of_a_table_whose_reading_is_cancelled(page, qtbot, tmp_path, monkeypatch):
    began, cancelled = threading.Event(), threading.Event()

    def preview(path):
        began.set()
        cancelled.wait()
        return preview_table(path)

    monkeypatch.setattr(sources, "preview_table", preview)
    with qtbot.assertNotEmitted(page.queue.columns_needed), qtbot.waitSignal(page.queue.idle):
        page.open_files([table(tmp_path / "posts.csv")])
        qtbot.waitUntil(began.is_set)
        page.queue.cancel()
        cancelled.set()
    assert not page.queue.busy


def test_a_table_that_is_not_explained_is_left_out(page, qtbot, tmp_path, archive, wizard):
    with qtbot.waitSignal(page.queue.columns_needed):
        page.open_files([table(tmp_path / "posts.csv"), archive])
    with qtbot.waitSignal(page.queue.idle):
        page.picker.reject()
    assert wizard.handles == ["gull_keeper"]


def test_of_a_file_of_several_people_one_is_chosen(page, qtbot, tmp_path, wizard):
    path = tmp_path / "posts.csv"
    rows = [f"gull_{n % 3},a tidy sentence of {n}" for n in range(9)]
    path.write_text("\n".join(["handle,text", *rows]), encoding="utf-8")
    with qtbot.waitSignal(page.queue.handle_needed):
        page.open_files([path])
    assert "several people, among them @gull_0" in page.banner.sentence.text()
    page.drop_area.handle.setText("gull_2")
    with qtbot.waitSignal(page.queue.idle):
        qtbot.keyClick(page.drop_area.handle, Qt.Key.Key_Return)
    assert wizard.handles == ["gull_2"]
    assert "3 tweets" in listed(page)[0]
