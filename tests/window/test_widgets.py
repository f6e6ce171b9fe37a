import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.window.widgets import (
    Avatar,
    Banner,
    Chip,
    ChipButton,
    ElidedLabel,
    Label,
    ToggleSwitch,
    primary_button,
)
from huggingtweets_gui.window.widgets.avatar import initials
from huggingtweets_gui.window.widgets.flow import FlowLayout


def test_markup_in_a_text_is_shown_as_it_is(qtbot):
    for label in (Label("<b>x</b>"), ElidedLabel("<b>x</b>"), Chip("<b>x</b>")):
        qtbot.addWidget(label)
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_chip_has_room_for_its_text_when_it_is_chosen(qtbot):
    chip = ChipButton("Balanced and wild")
    qtbot.addWidget(chip)
    usual = QPushButton.sizeHint(chip).width() - chip.fontMetrics().horizontalAdvance(chip.text())
    bold = QFont(chip.font())
    bold.setWeight(QFont.Weight.DemiBold)
    assert chip.sizeHint().width() >= usual + QFontMetrics(bold).horizontalAdvance(chip.text())


def test_a_text_that_is_cut_off_is_whole_in_its_tool_tip(qtbot):
    label = ElidedLabel("The mainland <i>remains</i> the mainland, whatever the letters from there say.")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert "&lt;i&gt;remains" in label.toolTip()
    label.resize(900, 20)
    assert label.toolTip() == ""


def test_an_error_is_told_with_its_details_to_copy(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_error(UserError(ErrorCode.NOT_A_ZIP, details="BadZipFile()", name="tweets.txt"))
    assert banner.isVisible()
    assert banner.sentence.text() == "“tweets.txt” is not a zip file."
    assert "unpacked folder" in banner.advice.text()
    banner.copy.click()
    assert "BadZipFile()" in QGuiApplication.clipboard().text()
    banner.dismiss.click()
    assert banner.isHidden()


def test_an_offer_can_be_taken(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_offer("It was interrupted.", "Resume")
    with qtbot.waitSignal(banner.acted):
        banner.action.click()
    assert banner.copy.isHidden()


def test_a_switch_is_turned_by_the_space_bar(qtbot):
    switch = ToggleSwitch("Join long tweets")
    qtbot.addWidget(switch)
    switch.show()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert switch.accessibleName() == "Join long tweets"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mira Keel", "MK"),
        ("lamp_and_gull", "LG"),
        ("Otto & Tilde", "OT"),
        ("élan", "É"),
        ("🪶", "?"),
        ("", "?"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_picture_that_cannot_be_read_leaves_the_initials(qtbot):
    avatar = Avatar("Mira Keel")
    qtbot.addWidget(avatar)
    avatar.show_person("Mira Keel", b"not a picture")
    assert not avatar.grab().isNull()


def test_chips_go_on_in_the_next_line(qtbot):
    panel = QWidget()
    qtbot.addWidget(panel)
    flow = FlowLayout(panel)
    chips = [Chip(f"chip {number}") for number in range(6)]
    for chip in chips:
        flow.addWidget(chip)
    panel.resize(150, flow.heightForWidth(150))
    panel.show()
    assert chips[0].y() == chips[1].y() < chips[-1].y()
    assert all(chip.geometry().right() <= 150 for chip in chips)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_button_that_has_the_keyboard_is_pressed_by_enter_and_space(qtbot, key):
    button = primary_button("Next")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)
