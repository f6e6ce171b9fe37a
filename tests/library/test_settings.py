"""The settings, and where everything is kept."""

from datetime import datetime
from pathlib import Path

import pytest

from huggingtweets_gui.library.paths import ENVIRONMENT_VARIABLE, Home
from huggingtweets_gui.library.settings import Settings, load_settings, put_aside_damaged, save_settings


def test_settings_come_back_as_they_were(home: Home) -> None:
    settings = Settings(base="gpt2", plan="quick", sampling={"temperature": 0.7, "prompt": "Möwe 🌊"})
    save_settings(home.settings, settings)
    assert load_settings(home.settings) == settings


@pytest.mark.warns
def test_settings_that_cannot_be_saved_hold_nothing_up(home: Home) -> None:
    home.settings.mkdir()
    save_settings(home.settings, Settings())
    assert load_settings(home.settings) == Settings()


def test_without_a_file_there_are_defaults(home: Home) -> None:
    assert load_settings(home.settings) == Settings()


@pytest.mark.warns
@pytest.mark.parametrize("content", [b"", b"{", b"5", b'"base"', b"\xff\xfe\x00"])
def test_damaged_settings_become_defaults(home: Home, content: bytes) -> None:
    home.settings.write_bytes(content)
    assert load_settings(home.settings) == Settings()


@pytest.mark.warns
@pytest.mark.parametrize("content", [b"", b"{", b"5", b"[]", b"\xff\xfe\x00", b"[" * 100_000])
def test_damaged_settings_are_kept_under_another_name(home: Home, content: bytes) -> None:
    home.settings.write_bytes(content)
    assert load_settings(home.settings) == Settings()
    aside = put_aside_damaged(home.settings, datetime(2026, 11, 23, 15, 53, 1))
    assert aside == home.root / "settings-damaged-20261123-155301.json"
    assert aside.read_bytes() == content
    assert not home.settings.exists()


def test_settings_that_can_be_read_stay(home: Home) -> None:
    assert put_aside_damaged(home.settings, datetime.now()) is None
    save_settings(home.settings, Settings())
    assert put_aside_damaged(home.settings, datetime.now()) is None
    assert home.settings.exists()


def test_a_value_that_makes_no_sense_becomes_its_default(home: Home) -> None:
    home.settings.write_text('{"base": 5, "plan": "best", "sampling": [], "later": 1}', encoding="utf-8")
    assert load_settings(home.settings) == Settings(plan="best")
    home.settings.write_text("[]", encoding="utf-8")
    assert load_settings(home.settings) == Settings()


def test_the_data_folder_is_the_one_chosen_or_named_or_usual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "named"))
    assert Home.locate(tmp_path / "chosen").root == tmp_path / "chosen"
    assert Home.locate().root == tmp_path / "named"
    monkeypatch.delenv(ENVIRONMENT_VARIABLE)
    assert Home.locate().root.name == "HuggingTweets"
    monkeypatch.chdir(tmp_path)
    assert Home.locate(Path("here")).database == tmp_path / "here" / "library.db"
    assert list(tmp_path.iterdir()) == []
