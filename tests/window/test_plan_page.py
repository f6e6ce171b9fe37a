import json
import re
import struct
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from huggingtweets_gui.library.settings import Settings
from huggingtweets_gui.messages import Device, DeviceWorks, Failed
from huggingtweets_gui.tweets.rules import BETTER
from huggingtweets_gui.window.pages.plan_page import PlanPage
from huggingtweets_gui.workflow.choosing import choose
from huggingtweets_gui.workflow.wizard import Wizard
from tests.windows import show_active

GPU = Device(
    device="cuda",
    name="NVIDIA RTX 3060",
    reason="It is the fastest one here.",
    precision="bf16",
    free_memory=10_800_000_000,
    total_memory=12_000_000_000,
    flops=2e13,
)


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def page(qtbot, home, library, gulls, settings):
    wizard = Wizard([gulls], choices=[choose(library, gulls, BETTER)])
    page = PlanPage(home, wizard, settings)
    qtbot.addWidget(page)
    show_active(qtbot, page)
    return page


def own_model(folder):
    folder.mkdir()
    header = json.dumps({"a": {"dtype": "F32", "shape": [10, 8], "data_offsets": [0, 320]}})
    content = struct.pack("<Q", len(header)) + header.encode() + bytes(320)
    (folder / "model.safetensors").write_bytes(content)
    config = {"model_type": "gpt2", "n_layer": 1, "n_embd": 8, "n_head": 2, "vocab_size": 10}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    return folder


def start(qtbot, page):
    with qtbot.waitSignal(page.bot_created) as created:
        page.start.click()
    return created.args[0]


def test_the_plans_say_what_they_take_once_the_computer_is_known(page):
    balanced = page.cards["balanced"]
    assert balanced.time.text() == "…"
    page.show_device(GPU)
    assert balanced.time.text() == "about 12 s"
    assert re.fullmatch(r"\d\.\d of 10\.8 GB free memory", balanced.memory.text())
    assert page.device_card.name.text() == "NVIDIA RTX 3060"
    assert "It is the fastest one here." in page.device_card.reason.text()


def test_a_model_too_large_for_the_memory_is_marked(page):
    page.show_device(replace(GPU, free_memory=2_000_000_000))
    page.bases.radios["qwen3-0.6b"].click()
    assert page.cards["quick"].memory.text().endswith("too little is free")
    assert page.device_card.fit.text().startswith("It does not fit")


def test_what_makes_a_large_model_fit_is_said_and_goes_into_the_bot(page, qtbot):
    page.show_device(replace(GPU, free_memory=6_000_000_000))
    chips = {key: chip.isVisibleTo(page) for key, (chip, _) in page.bases._memory.items()}
    assert (chips["gpt2"], chips["gpt2-medium"]) == (False, True)
    plain = page.device_card.details.learning_rate.value()
    page.bases.radios["gpt2-medium"].click()
    assert "only small additions to the model are trained (LoRA)" in page.device_card.fit.text()
    numbers = start(qtbot, page).record.hyperparameters
    assert numbers.lora_rank > 0
    assert numbers.learning_rate == page.device_card.details.learning_rate.value() > plain


def test_what_the_user_changed_stays_when_the_free_memory_changes(page):
    page.show_device(GPU)
    page.device_card.details.epochs.setValue(7)
    page.show_device(replace(GPU, free_memory=10_700_000_000))
    assert page.device_card.details.epochs.value() == 7


def test_another_device_is_asked_for_when_it_is_chosen(page, qtbot):
    page.show_device(GPU)
    choice = page.device_card.details.device
    with qtbot.waitSignal(page.device_wanted) as wanted:
        choice.setCurrentIndex(choice.findData("cpu"))
        choice.activated.emit(choice.currentIndex())
    assert wanted.args == ["cpu"]


def test_the_device_is_checked_and_the_outcome_said(page, qtbot):
    card = page.device_card
    assert card.check.isHidden()
    page.show_device(GPU)
    assert card.check.text() == "Test &GPU"
    with qtbot.waitSignal(page.check_requested) as requested:
        card.check.click()
    assert requested.args == ["cuda"]
    assert not card.check.isEnabled()
    works = DeviceWorks(device="cuda", name=GPU.name, precision="bf16", flops=7e12, peak_flops=2e13)
    card.show_checked(works)
    assert card.check.isEnabled()
    assert card.checked.text().startswith("It works: 7.0 trillion operations a second")
    card.show_checked(Failed(code="device-wrong", sentence="It is wrong.", advice="Update its driver."))
    assert card.checked.text() == "It is wrong. Update its driver."
    page.show_device(replace(GPU, device="cpu"))
    assert card.checked.isHidden()
    assert card.check.text() == "Test &processor"


def test_the_choice_is_what_the_bot_is_made_with_and_is_remembered(page, qtbot, settings, library, gulls):
    page.cards["quick"].radio.click()
    page.bases.radios["distilgpt2"].click()
    bot = start(qtbot, page)
    assert (bot.record.plan, bot.record.base.key) == ("quick", "distilgpt2")
    assert [author.handle for author in bot.record.authors] == [gulls]
    assert (settings.plan, settings.base) == ("quick", "distilgpt2")
    assert [one.folder for one in library.bots.all()] == [bot.folder]
    assert page.start.isEnabled()


def test_plans_are_chosen_with_the_arrow_keys(page, qtbot):
    radio = page.cards["balanced"].radio
    radio.setFocus()
    qtbot.keyClick(radio, Qt.Key.Key_Right)
    assert page.cards["best"].radio.isChecked()


def test_the_details_override_the_plan(page, qtbot):
    page.show_device(GPU)
    details = page.device_card.details
    assert details.isHidden()
    page.device_card.details_button.click()
    assert details.isVisible()
    details.epochs.setValue(3.5)
    details.learning_rate.setValue(2e-5)
    details.seed.setValue(7)
    details.device.setCurrentIndex(details.device.findData("cuda"))
    numbers = start(qtbot, page).record.hyperparameters
    assert (numbers.epochs, numbers.learning_rate, numbers.seed, numbers.device) == (3.5, 2e-5, 7, "cuda")


def test_only_devices_that_are_there_can_be_chosen(page):
    device = page.device_card.details.device
    assert [device.itemData(row) for row in range(device.count())] == ["auto", "cpu"]
    page.show_device(GPU)
    page.show_device(GPU)
    assert [device.itemData(row) for row in range(device.count())] == ["auto", "cpu", "cuda"]


def test_a_model_of_the_users_own_can_be_taken(page, qtbot, tmp_path, monkeypatch):
    folder = own_model(tmp_path / "mine")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    page.bases._own.click()
    assert page.banner.isHidden()
    assert start(qtbot, page).record.base.folder == str(folder)


def test_a_folder_that_is_no_model_is_refused_and_the_choice_stays(page, tmp_path, monkeypatch, settings):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    page.bases._own.click()
    assert "could not be loaded" in page.banner.sentence.text()
    assert page.bases.radios["starter"].isChecked()
    assert settings.base == "starter"


def test_a_remembered_folder_that_is_gone_gives_way_to_the_starter(qtbot, home, tmp_path):
    page = PlanPage(home, Wizard(), Settings(base=str(tmp_path / "gone"), plan="unheard of"))
    qtbot.addWidget(page)
    assert page.bases.radios["starter"].isChecked()
    assert page.cards["balanced"].radio.isChecked()


def test_what_needs_the_network_says_so(page):
    assert page.footer.sentence.text() == "No network is needed."
    page.bases.radios["gpt2"].click()
    assert page.footer.sentence.text() == "The base model is downloaded first, once."
