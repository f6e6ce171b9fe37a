"""The settings, and where everything is kept."""

from pathlib import Path

import pytest

from huggingtweets_gui.library.paths import ENVIRONMENT_VARIABLE, Home
from huggingtweets_gui.library.settings import Settings, load_settings, save_settings


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
