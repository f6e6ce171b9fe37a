from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from huggingtweets_gui.tweets.similar import Likeness
from huggingtweets_gui.window.bot_words import origin
from huggingtweets_gui.window.moods import DIALS, MOODS, mood_of, remembered
from huggingtweets_gui.window.more_like_this import beginning
from huggingtweets_gui.window.sample_card import SampleCard, ShownSample
from huggingtweets_gui.window.sample_list import SampleList
from huggingtweets_gui.window.sample_text import SampleText, reads_from_right
from huggingtweets_gui.window.sampling_controls import SamplingControls
from huggingtweets_gui.window.voice_card import VoiceCard
from huggingtweets_gui.window.widgets import Label
from huggingtweets_gui.workflow.writing import Copied, Sampling, Written
from tests.bots import RESULT, make_bot
from tests.windows import show_active


def sample(text="A small boat.", copied=None):
    return ShownSample("", Written(text, len(text), copied))


def texts(widget):
    return [label.text() for label in widget.findChildren(Label)]


@pytest.mark.parametrize(
    ("text", "prompt", "wanted"),
    [
        ("My dream is a small boat and a large silence.", "My dream is", "My dream is a small"),
        ("The gulls have formed a committee again.", "My dream is", "The gulls have"),
        ("The gulls have formed a committee again.", "", "The gulls have"),
        ("Tea again.", "", "Tea"),
        ("Tea", "", "Tea"),
        ("My dream is tea.", "My dream is", "My dream"),
        ("今日はとても静かな海を見ながら長い手紙を書いて過ごしました", "", "今日はとても静かな"),
    ],
)
def test_more_like_this_begins_as_the_sample_does_and_leaves_it_room(text, prompt, wanted):
    assert beginning(text, prompt) == wanted


def test_settings_are_remembered():
    sampling = Sampling(prompt="Tea", count=7, temperature=1.3, top_k=40, seed=5)
    stored = {"prompt": "Tea", "count": 7, "temperature": 1.3, "top_k": 40, "seed": 5}
    assert remembered(stored) == sampling


@pytest.mark.parametrize(
    "damaged",
    [{"temperature": "hot"}, {"temperature": 99.0}, {"count": 0}, {"count": True}, {"seed": -3}, {"new": 1}],
)
def test_what_makes_no_sense_in_the_settings_takes_its_default(damaged):
    assert remembered(damaged) == Sampling(count=10)


def test_a_mood_sets_the_sliders_and_a_slider_leaves_the_mood(qtbot):
    controls = SamplingControls(Sampling())
    qtbot.addWidget(controls)
    assert mood_of(controls.sampling("")) == "Balanced"
    controls._moods["Wild"].click()
    assert MOODS["Wild"].items() <= vars_of(controls.sampling("x")).items()
    controls.sliders["temperature"].set_value(0.4)
    assert not any(chip.isChecked() for chip in controls._moods.values())
    controls._moods["Faithful"].click()
    assert controls._moods["Faithful"].isChecked()


def vars_of(sampling):
    return {dial.field: getattr(sampling, dial.field) for dial in DIALS}


def test_the_controls_give_back_what_they_are_shown(qtbot):
    sampling = Sampling(
        prompt="Tea",
        count=3,
        temperature=0.65,
        top_p=0.8,
        top_k=40,
        min_p=0.07,
        repetition_penalty=1.15,
        max_length=140,
        seed=12,
    )
    controls = SamplingControls(sampling)
    qtbot.addWidget(controls)
    assert controls.sampling("Tea") == sampling


def test_sliders_are_moved_by_keys_and_say_what_they_are_at(qtbot):
    controls = SamplingControls(Sampling())
    qtbot.addWidget(controls)
    slider = controls.sliders["top_p"]
    qtbot.keyClick(slider.slider, Qt.Key.Key_Right)
    assert slider.value == 1.0
    assert slider.slider.accessibleName() == "Top-p"
    assert slider.slider.accessibleDescription().startswith("off.")
    assert "off" in texts(slider)


@pytest.mark.parametrize(
    ("copied", "words"),
    [
        (None, "original"),
        (Copied("1", "otto", "2021-03-11", "Tea.", Likeness.NEAR), "near a tweet of 11 Mar 2021"),
        (Copied("1", "otto", "2020-05-02", "Tea.", Likeness.COPY), "copies a tweet of 2 May 2020"),
        (Copied("1", "otto", "", "Tea.", Likeness.COPY), "copies a tweet"),
    ],
)
def test_a_sample_says_whether_it_is_its_own(qtbot, copied, words):
    card = SampleCard(sample(copied=copied))
    qtbot.addWidget(card)
    assert words in texts(card)
    assert "13 / 280" in texts(card)
    assert ("Tea." in texts(card)) == (copied is not None)


def test_a_sample_is_shown_and_copied_as_plain_text(qtbot):
    card = SampleCard(sample("<b>Tea</b> & <script>"))
    qtbot.addWidget(card)
    label = card.findChild(SampleText)
    assert label.text() == "<b>Tea</b> & <script>"
    assert label.textFormat() is Qt.TextFormat.PlainText
    card.copy_button.click()
    assert QGuiApplication.clipboard().text() == "<b>Tea</b> & <script>"


def test_every_button_of_a_sample_is_named(qtbot):
    card = SampleCard(sample())
    qtbot.addWidget(card)
    buttons = (card.keep_button, card.copy_button, card.more_button, card.discard_button)
    assert all(len(button.accessibleName()) > 10 for button in buttons)


def test_arabic_reads_from_the_right(qtbot):
    assert reads_from_right("😀 حلمي هو قارب")
    assert not reads_from_right("My dream حلمي")
    label = SampleText("حلمي هو قارب")
    qtbot.addWidget(label)
    assert label.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_a_word_without_an_end_does_not_widen_the_page(qtbot):
    label = SampleText("h" * 300)
    qtbot.addWidget(label)
    assert label.heightForWidth(300) > 2 * label.heightForWidth(10_000)


def test_hundreds_of_samples_show_a_portion_and_the_rest_when_asked(qtbot):
    samples = SampleList("New", "Nothing yet.")
    qtbot.addWidget(samples)
    for number in range(120):
        samples.insert(number, sample(f"Tea {number}"))
    assert len(samples) == 120
    assert len(samples.findChildren(SampleCard)) == 50
    assert samples.more_button.text() == "Show more (70)"
    samples.more_button.click()
    samples.more_button.click()
    assert len(samples.findChildren(SampleCard)) == 120
    assert samples.more_button.isHidden()


def test_the_keyboard_goes_from_the_list_through_its_samples_from_top_to_bottom(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    samples = SampleList("New tweets", "")
    after = QPushButton("after")
    layout.addWidget(samples)
    layout.addWidget(after)
    for text in ("first", "last"):
        samples.insert(len(samples), sample(text))
    samples.insert(1, sample("between"))
    show_active(qtbot, page)
    samples.setFocus()
    passed = []
    while not after.hasFocus():
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        passed.append(page.focusWidget())
    cards = [button.parentWidget() for button in passed if button.accessibleName() == "Keep this tweet"]
    assert [card.sample.written.text for card in cards] == ["first", "between", "last"]


def test_the_place_of_a_removed_sample_is_taken_by_the_next(qtbot):
    samples = SampleList("New", "Nothing yet.")
    qtbot.addWidget(samples)
    made = [sample(f"Tea {number}") for number in range(51)]
    for number, one in enumerate(made):
        samples.insert(number, one)
    samples.remove(made[0])
    assert [card.sample for card in samples._cards] == made[1:]
    samples.clear()
    assert len(samples) == 0
    assert not samples._hint.isHidden()


def test_a_bot_says_where_it_comes_from(library):
    bot = make_bot(library, ready=True)
    words = "@lamp_and_gull · SmolLM2 135M · learned 23 November{} from 1,001 tweets"
    assert origin(bot, date(2026, 12, 1)) == words.format("")
    assert origin(bot, date(2027, 1, 1)) == words.format(" 2026")


def test_a_voice_that_was_not_tested_says_so(qtbot):
    card = VoiceCard()
    qtbot.addWidget(card)
    card.show_result(replace(RESULT, test_loss=None, test_bits=None))
    assert "not measured" in texts(card)
