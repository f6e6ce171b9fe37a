"""The commands ``bots``, ``delete``, ``export``, ``forget`` and ``doctor``."""

from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.dataset import read_dataset
from tests.archives import invented_tweets, official_zip
from tests.bots import RESULT, make_bot
from tests.cli.conftest import Command


@pytest.fixture
def bot(home: Home) -> Bot:
    with Library(home) as library:
        bot = make_bot(library, ready=True, name="Mira 🌊 Keel")
        return library.bots.update(bot, replace(bot.record, result=RESULT))


def test_bots_are_listed(huggingtweets: Command, bot: Bot, home: Home) -> None:
    with Library(home) as library:
        stopped = make_bot(library, handles=("pier", "boat"), name="Pier & Boat")
        stopped.layout.checkpoint(20).mkdir(parents=True)
    records = {record["name"]: record for record in huggingtweets("bots", "--json").records}
    assert records["Mira 🌊 Keel"] == {
        "name": "Mira 🌊 Keel",
        "handles": ["lamp_and_gull"],
        "status": "ready",
        "folder": str(bot.folder),
    }
    assert records["Pier & Boat"]["status"] == "stopped at step 20"
    table = huggingtweets("bots").out
    assert len(table.splitlines()) == 2
    assert "@pier @boat" in table


def test_no_bots_are_no_error(huggingtweets: Command) -> None:
    assert huggingtweets("bots").out == "There are no bots yet.\n"
    ran = huggingtweets("bots", "--json")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_a_bot_is_deleted(huggingtweets: Command, bot: Bot) -> None:
    ran = huggingtweets("delete", "mira 🌊 keel")
    assert ran.status == 0
    assert ran.out.startswith("Deleted Mira 🌊 Keel; ")
    assert not bot.folder.exists()
    again = huggingtweets("delete", "Mira 🌊 Keel")
    assert (again.status, again.out) == (1, "")
    assert "There is no bot called “Mira 🌊 Keel”." in again.err


def test_a_bot_in_training_is_not_deleted(huggingtweets: Command, bot: Bot) -> None:
    with bot.held():
        ran = huggingtweets("delete", bot.folder)
    assert (ran.status, ran.out) == (1, "")
    assert "is in training" in ran.err
    assert bot.layout.record.is_file()


def test_a_bot_is_exported_without_its_tweets(huggingtweets: Command, bot: Bot, tmp_path: Path) -> None:
    bot.layout.card.write_text("# Card", encoding="utf-8")
    ran = huggingtweets("export", "lamp_and_gull", tmp_path / "out")
    assert (ran.status, ran.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["README.md", "model"]
    again = huggingtweets("export", "lamp_and_gull", tmp_path / "out")
    assert (again.status, again.out) == (1, "")
    assert "not empty" in again.err


def test_an_author_is_forgotten(huggingtweets: Command, bot: Bot, home: Home, tmp_path: Path) -> None:
    archive = official_zip(tmp_path / "a.zip", invented_tweets(60))
    huggingtweets("import", archive, "--handle", "lamp_and_gull")
    ran = huggingtweets("forget", "@Lamp_and_Gull")
    assert ran.out == (
        "Forgot @lamp_and_gull: all tweets are deleted. Its finished bots are kept, without the tweets.\n"
    )
    assert read_dataset(bot.layout.dataset) == []
    assert huggingtweets("forget", "lamp_and_gull").status == 1
    huggingtweets("import", archive, "--handle", "lamp_and_gull")
    assert huggingtweets("forget", "lamp_and_gull", "--bots").status == 0
    assert not bot.folder.exists()


@pytest.mark.usefixtures("engine")
def test_the_doctor_says_what_there_is(huggingtweets: Command, home: Home) -> None:
    ran = huggingtweets("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert "Fake CPU, fp32. There is no GPU." in ran.out
    assert ["torch", "0"] in [line.split() for line in ran.out.splitlines()]  # what the engine has loaded
    assert "It works" not in ran.out
    assert str(home.root) in ran.out


@pytest.mark.usefixtures("engine")
def test_the_doctor_tests_the_device_when_asked(huggingtweets: Command) -> None:
    ran = huggingtweets("doctor", "--test")
    assert (ran.status, ran.err) == (0, "")
    assert "It works: 8.0 trillion operations a second in training steps, 40%" in ran.out
