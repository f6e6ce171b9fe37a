"""The commands ``train`` and ``generate``, with a stand-in for the engine."""

import os
import signal
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.cli.narrator import Narrator
from huggingtweets_gui.library.bot_store import Bot, read_bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.messages import Answering, Event, Silent, Step
from huggingtweets_gui.workflow.engine_client import EngineClient
from tests import fake_engine
from tests.archives import invented_tweets, official_zip
from tests.bots import make_able_to_write, make_bot
from tests.cli.conftest import Command

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return official_zip(tmp_path / "gulls.zip", invented_tweets(300))


@pytest.fixture
def bot(home: Home) -> Bot:
    with Library(home) as library:
        bot = make_bot(library)
    make_able_to_write(bot.folder)
    return bot


def test_train_prints_its_events_and_nothing_else(
    huggingtweets: Command, archive: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "bot"
    ran = huggingtweets(
        "train", archive, "--json", "--output", folder, "--epochs", "0.5", "--max-minutes", "2", "--seed", "5"
    )
    assert ran.status == 0
    assert {record["event"] for record in ran.records} >= {
        "begun",
        "step",
        "evaluation",
        "samples",
        "finished",
    }
    end = ran.records[-1]
    assert end["event"] == "finished"
    assert end["best_loss"] < end["base_loss"]
    assert end["bot"] == str(folder)
    record = read_bot(folder).record
    assert record.result is not None
    assert ran.records[0]["event"] == "notice"
    assert ran.records[0]["text"].startswith("It fits: about")
    settings = record.hyperparameters
    assert (settings.epochs, settings.max_seconds, settings.seed) == (0.5, 120, 5)


def test_train_tells_people_on_standard_error(huggingtweets: Command, archive: Path) -> None:
    ran = huggingtweets("train", archive)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.splitlines()[-1].startswith("Done in 1 min 5 s: held-out loss from 6.20 to 4.11.")


def test_a_bot_of_several_authors_in_the_library(huggingtweets: Command, archive: Path, home: Home) -> None:
    for handle in ("gull", "pier", "boat", "clock"):
        huggingtweets("import", archive, "--handle", handle)
    assert huggingtweets("train", "gull", "@pier", "x.com/boat", "gull").status == 0
    with Library(home) as library:
        [bot] = library.bots.all()
    assert [author.handle for author in bot.record.authors] == ["gull", "pier", "boat"]
    ran = huggingtweets("train", "gull", "pier", "boat", "clock")
    assert (ran.status, ran.out) == (1, "")
    assert "these are 4" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--base", "gpt9"), "no base model called"),
        (("--handle", "no handle"), "is not a handle"),
        (("--resume",), "no interrupted training"),
        (("--output", "{folder}"), "is not empty"),
    ],
)
def test_what_cannot_be_trained_is_told(
    huggingtweets: Command, archive: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = huggingtweets("train", archive, *(part.format(folder=tmp_path) for part in arguments))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert words in ran.err


def test_too_few_tweets_are_told(huggingtweets: Command, tmp_path: Path) -> None:
    ran = huggingtweets("train", official_zip(tmp_path / "few.zip", invented_tweets(20)))
    assert (ran.status, ran.out) == (1, "")
    assert "a bot needs 6,000" in ran.err


@pytest.mark.parametrize(
    ("seed", "words"), [(fake_engine.DIES, "The engine stopped"), (fake_engine.FAILS, "Not enough memory.")]
)
@pytest.mark.warns
def test_an_engine_that_fails_is_told_once(
    huggingtweets: Command, archive: Path, seed: int, words: str
) -> None:
    ran = huggingtweets("train", archive, "--seed", seed, "--json")
    assert ran.status == 1
    assert ran.records[-1]["event"] == "failed"
    assert ran.err.count("\n") == 1
    assert words in ran.err


def test_an_interrupted_training_goes_on_with_the_same_command(huggingtweets: Command, archive: Path) -> None:
    for resumed, arguments in ((True, ["--resume"]), (False, [])):
        huggingtweets("train", archive, "--seed", fake_engine.DIES)
        ran = huggingtweets("train", archive, *arguments, "--json")
        [begun] = [record for record in ran.records if record["event"] == "begun"]
        assert (begun["step"] > 0) is resumed
        assert ran.status == 0


def test_an_older_interrupted_training_is_found_behind_a_newer_bot(
    huggingtweets: Command, archive: Path, tmp_path: Path
) -> None:
    huggingtweets("train", archive, "--seed", fake_engine.DIES, "--output", tmp_path / "older")
    assert huggingtweets("train", archive, "--output", tmp_path / "newer").status == 0
    assert huggingtweets("train", "gull_keeper", "--resume").status == 0
    assert read_bot(tmp_path / "older").ready


def test_options_that_a_resumed_training_does_not_heed_are_told(
    huggingtweets: Command, archive: Path, tmp_path: Path
) -> None:
    huggingtweets("train", archive, "--seed", fake_engine.DIES, "--output", tmp_path / "bot")
    ran = huggingtweets("train", tmp_path / "bot", "--resume", "--epochs", "9", "--plan", "best")
    assert ran.status == 0
    assert "as it was begun, whatever is given now for --plan, --epochs." in ran.err
    assert read_bot(tmp_path / "bot").record.plan == "balanced"


@pytest.mark.warns
def test_a_bot_of_two_is_not_mistaken_for_that_of_the_first_alone(
    huggingtweets: Command, archive: Path, tmp_path: Path
) -> None:
    huggingtweets("import", archive)
    huggingtweets("import", archive, "--handle", "tern_counter")
    two = ("gull_keeper", "tern_counter")
    huggingtweets("train", *two, "--seed", fake_engine.DIES, "--output", tmp_path / "two")
    huggingtweets("train", two[0], "--seed", fake_engine.DIES, "--output", tmp_path / "one")
    assert huggingtweets("train", *two, "--resume").status == 0
    assert read_bot(tmp_path / "two").ready
    assert not read_bot(tmp_path / "one").ready


@pytest.mark.parametrize("named", ["output", "name", "folder", "handle"])
def test_an_interrupted_training_is_found_by_all_its_names(
    huggingtweets: Command, archive: Path, tmp_path: Path, home: Home, named: str
) -> None:
    huggingtweets("train", archive, "--seed", fake_engine.DIES, "--output", tmp_path / "bot")
    name = read_bot(tmp_path / "bot").record.name
    arguments = {
        "output": [archive, "--output", tmp_path / "bot"],
        "name": [name],
        "folder": [tmp_path / "bot"],
        "handle": ["gull_keeper"],
    }
    assert huggingtweets("train", *arguments[named], "--resume").status == 0
    assert read_bot(tmp_path / "bot").ready
    again = huggingtweets("train", *arguments[named], "--resume")
    assert again.status == 1
    assert "no interrupted training" in again.err


def interrupt(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Press Ctrl-C so often at the third step."""

    def show(event: Event) -> None:
        if isinstance(event, Step) and event.step == 3:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("huggingtweets_gui.cli.training.Narrator", lambda: show)


def test_the_first_interrupt_keeps_what_was_learnt(
    huggingtweets: Command, archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    interrupt(monkeypatch, 1)
    before = signal.getsignal(signal.SIGINT)
    ran = huggingtweets("train", archive, "--seed", fake_engine.WAITS, "--output", tmp_path / "bot")
    assert ran.status == 0
    assert "Stopping, keeping what it has learnt." in ran.err
    assert read_bot(tmp_path / "bot").ready
    assert signal.getsignal(signal.SIGINT) == before


def test_the_second_interrupt_cancels_and_says_how_to_go_on(
    huggingtweets: Command, archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    interrupt(monkeypatch, 2)
    ran = huggingtweets("train", archive, "--seed", fake_engine.WAITS, "--output", tmp_path / "bot")
    assert (ran.status, ran.out) == (130, "")
    folder = tmp_path / "bot"
    assert f'huggingtweets train "{folder}" --resume' in ran.err
    assert not read_bot(tmp_path / "bot").ready


def test_generate_prints_one_object_a_tweet(huggingtweets: Command, bot: Bot) -> None:
    ran = huggingtweets("generate", "Mira Keel", "--prompt", "Möwe", "-n", "2", "--seed", "1", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert [record["text"] for record in ran.records] == [f"Möwe a small boat, number {n}." for n in (0, 1)]
    for record in ran.records:
        assert {"text", "length", "copied"} == set(record)
        assert record["length"] > 0


@pytest.mark.parametrize("name", ["lamp_and_gull", "folder"])
def test_generate_prints_tweets_for_people(huggingtweets: Command, bot: Bot, name: str) -> None:
    ran = huggingtweets("generate", bot.folder if name == "folder" else name, "-n", "1")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("My dream is a small boat, number 0.")


def test_a_bot_that_cannot_write_is_told(huggingtweets: Command, bot: Bot, tmp_path: Path) -> None:
    (bot.layout.model / "config.json").unlink()
    for name in ("Mira Keel", bot.folder, "nobody", tmp_path):
        ran = huggingtweets("generate", name, "--json")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.count("\n") == 1


@pytest.mark.warns
def test_an_engine_that_dies_while_writing_is_told(huggingtweets: Command, bot: Bot) -> None:
    ran = huggingtweets("generate", "Mira Keel", "--prompt", "die", "--json")
    assert (ran.status, ran.out) == (1, "")
    assert "The engine stopped" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot stop a process by a signal")
def test_a_silent_engine_is_told_and_told_again_when_it_answers(
    huggingtweets: Command, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients: list[EngineClient] = []

    def client(log: Path, packs: Path) -> EngineClient:
        command = [sys.executable, fake_engine.__file__]
        clients.append(EngineClient(log, command, silence_seconds=1.0, packs=packs))
        return clients[0]

    class Hand(Narrator):
        """Stops the engine by a signal where the training stands still, and lets it go on when told so."""

        has_stopped_it = False

        def __call__(self, event: Event) -> None:
            super().__call__(event)
            if isinstance(event, Step) and event.step == fake_engine.STEPS // 2 - 1:
                self.signal(signal.SIGSTOP)
                self.has_stopped_it = True
            # On a busy machine it may be silent by itself too, at its start.
            if isinstance(event, Silent) and self.has_stopped_it:
                self.signal(signal.SIGCONT)
            if isinstance(event, Answering) and self.has_stopped_it:
                os.kill(os.getpid(), signal.SIGINT)

        def signal(self, number: signal.Signals) -> None:
            assert clients[0].process_id is not None
            os.kill(clients[0].process_id, number)

    monkeypatch.setattr("huggingtweets_gui.cli.training.EngineClient", client)
    monkeypatch.setattr("huggingtweets_gui.cli.training.Narrator", Hand)
    ran = huggingtweets("train", archive, "--seed", fake_engine.WAITS)
    assert ran.status == 0
    assert (
        "The engine has not answered for 1 seconds. If it was only busy, it goes on by itself. If not, press "
        "Ctrl-C: nothing that was saved is lost.\nThe engine answers again.\n"
    ) in ran.err
