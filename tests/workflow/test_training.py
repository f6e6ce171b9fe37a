"""A training with a stand-in for the engine: what stands in the bot's folder after each kind of end."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_store import read_bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.messages import (
    Begun,
    Cancelled,
    End,
    Event,
    Failed,
    Generated,
    Job,
    Phase,
    Step,
    StopKind,
    Train,
    Trained,
)
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset
from huggingtweets_gui.tweets.similar import Likeness
from huggingtweets_gui.workflow import engine_client
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.stopping import StopRequest
from huggingtweets_gui.workflow.training import train
from huggingtweets_gui.workflow.writing import Copied, Sampling, Writer, Written
from tests import fake_engine
from tests.bots import make_able_to_write, make_bot


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    with EngineClient(tmp_path / "engine.log", [sys.executable, fake_engine.__file__]) as client:
        yield client


class Listener:
    """Collects events, and asks for a stop at the first of a kind."""

    def __init__(self, stop_at: type[Event] | None = None, kind: StopKind = StopKind.CANCEL) -> None:
        self.events: list[Event] = []
        self.stop = StopRequest()
        self._stop_at, self._kind = stop_at, kind

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        if self._stop_at is not None and isinstance(event, self._stop_at):
            self.stop.ask(self._kind)


def test_a_finished_bot_has_its_card_and_record_and_no_checkpoints(
    library: Library, client: EngineClient
) -> None:
    bot = make_bot(library)
    listener = Listener()
    end = train(bot, client, listener, listener.stop)
    assert isinstance(end, Trained)
    assert not any(isinstance(event, End) for event in listener.events)
    finished = read_bot(bot.folder)
    assert finished.ready
    assert finished.record.result is not None
    assert finished.record.result.best_loss == end.best_loss
    assert len(finished.record.base.sha256) == 64
    assert "Mira Keel" in finished.layout.card.read_text(encoding="utf-8")
    assert not finished.layout.checkpoints.exists()


def test_a_name_given_during_the_training_stays(library: Library, client: EngineClient) -> None:
    bot = make_bot(library)

    def rename(event: Event) -> None:
        if isinstance(event, Begun):
            library.bots.rename(bot, "Second Keel")

    assert isinstance(train(bot, client, rename, StopRequest()), Trained)
    assert read_bot(bot.folder).record.name == "Second Keel"
    assert "Second Keel" in bot.layout.card.read_text(encoding="utf-8")


def test_a_training_that_is_kept_early_is_a_finished_bot(library: Library, client: EngineClient) -> None:
    bot = make_bot(library, seed=fake_engine.WAITS)
    listener = Listener(Step, StopKind.KEEP)
    end = train(bot, client, listener, listener.stop)
    assert isinstance(end, Trained)
    assert end.reason == "stopped"
    assert read_bot(bot.folder).ready


@pytest.mark.parametrize("kind", [StopKind.SUSPEND, StopKind.CANCEL])
def test_an_interrupted_training_says_where_it_goes_on(
    library: Library, client: EngineClient, kind: StopKind
) -> None:
    bot = make_bot(library, seed=fake_engine.WAITS)
    listener = Listener(Step, kind)
    assert train(bot, client, listener, listener.stop) == Cancelled(resumable_step=fake_engine.STEPS // 2)
    assert not read_bot(bot.folder).ready
    again = Listener()
    assert isinstance(train(bot, client, again, again.stop, resume=True), Trained)
    [begun] = [event for event in again.events if isinstance(event, Begun)]
    assert begun.step == fake_engine.STEPS // 2


def test_a_finished_bot_is_not_trained_anew_by_resuming_it_twice(
    library: Library, client: EngineClient
) -> None:
    bot = make_bot(library)
    listener = Listener()
    assert isinstance(train(bot, client, listener, listener.stop), Trained)
    end = train(bot, client, listener, listener.stop, resume=True)
    assert isinstance(end, Failed)
    assert end.code == ErrorCode.NOTHING_TO_RESUME
    assert read_bot(bot.folder).ready


@pytest.mark.warns
def test_an_engine_that_had_to_be_ended_leaves_a_training_to_go_on_with(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_client, "_CANCELLING_SECONDS", 0.1)
    bot = make_bot(library)
    bot.layout.checkpoint(20).mkdir(parents=True)
    code = (
        "import sys\n"
        'print(\'{"event": "ready", "torch": "", "transformers": ""}\', flush=True)\n'
        "sys.stdin.readline()\n"
        'print(\'{"event": "phase", "name": "loading"}\', flush=True)\n'
        "sys.stdin.read()"
    )
    listener = Listener(Phase)
    with EngineClient(tmp_path / "engine.log", [sys.executable, "-c", code]) as deaf:
        assert train(bot, deaf, listener, listener.stop) == Cancelled(resumable_step=20)


@pytest.mark.warns
@pytest.mark.parametrize(
    ("seed", "code"),
    [(fake_engine.DIES, ErrorCode.ENGINE_DIED), (fake_engine.FAILS, ErrorCode.OUT_OF_MEMORY)],
)
def test_a_training_that_fails_says_why_and_keeps_its_checkpoints(
    library: Library, client: EngineClient, seed: int, code: ErrorCode
) -> None:
    bot = make_bot(library, seed=seed)
    end = train(bot, client, Listener(), StopRequest())
    assert isinstance(end, Failed)
    assert end.code == code
    assert read_bot(bot.folder).resumable_step == fake_engine.STEPS // 2


def test_a_bot_is_trained_by_one_at_a_time(library: Library, client: EngineClient) -> None:
    bot = make_bot(library)
    with bot.held():
        end = train(bot, client, Listener(), StopRequest())
    assert isinstance(end, Failed)
    assert end.code == ErrorCode.BOT_BUSY
    assert client.process_id is None
    assert isinstance(train(bot, client, Listener(), StopRequest()), Trained)


def test_a_download_is_cancelled_by_a_stop(
    library: Library, client: EngineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = make_bot(library)
    base = replace(bot.record.base, key="gpt2", repo="gpt2", folder=str(library.home.bases / "gpt2"))
    bot = library.bots.update(bot, replace(bot.record, base=base))

    def fetch(model: object, folder: object, report: object) -> None:
        for done in range(10):
            report(done, 10)  # type: ignore[operator]

    monkeypatch.setattr("huggingtweets_gui.workflow.base_choice.fetch_base", fetch)
    listener = Listener(Phase)
    assert train(bot, client, listener, listener.stop) == Cancelled()
    assert listener.events == [Phase(name="downloading", done=0, total=10, unit="bytes")]
    assert client.process_id is None


def test_the_time_of_a_download_is_not_the_trainings(
    library: Library, client: EngineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = make_bot(library)
    base = replace(bot.record.base, key="gpt2", repo="gpt2", folder=str(library.home.bases / "gpt2"))
    settings = replace(bot.record.hyperparameters, max_seconds=120.0)
    bot = library.bots.update(bot, replace(bot.record, base=base, hyperparameters=settings))
    clock = [0.0]

    def fetch(model: object, folder: object, report: object) -> None:
        clock[0] += 600.0

    jobs: list[Job] = []

    def run(job: Job, emit: object, stop: object) -> End:
        jobs.append(job)
        return Cancelled()

    monkeypatch.setattr("huggingtweets_gui.workflow.base_choice.fetch_base", fetch)
    monkeypatch.setattr("huggingtweets_gui.workflow.training.awake_seconds", lambda: clock[0])
    monkeypatch.setattr(client, "await_ready", lambda emit, stop: None)
    monkeypatch.setattr(client, "run", run)
    train(bot, client, Listener(), StopRequest())
    [job] = jobs
    assert isinstance(job, Train)
    assert job.max_seconds == 120.0


def test_a_bot_that_cannot_be_finished_can_be_resumed(
    library: Library, client: EngineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = make_bot(library)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("huggingtweets_gui.workflow.training.write_card", no_room)
    end = train(bot, client, Listener(), StopRequest())
    assert isinstance(end, Failed)
    assert end.code == ErrorCode.NO_ROOM
    assert read_bot(bot.folder).resumable_step == fake_engine.STEPS // 2


def test_a_bot_writes_and_copies_are_marked(library: Library, client: EngineClient) -> None:
    bot = make_bot(library)
    make_able_to_write(bot.folder)
    write_dataset(bot.layout.dataset, [_entry(7, "Yesterday a small boat, number 1, came in late at night.")])
    written: list[Written] = []
    sampling = Sampling(prompt="The gulls", count=2, seed=5)
    end = Writer(bot.folder).write(sampling, client, written.append, Listener(), StopRequest())
    assert isinstance(end, Generated)
    assert [one.text for one in written] == [f"The gulls a small boat, number {n}." for n in (0, 1)]
    assert [one.length for one in written] == [len(one.text) for one in written]
    assert written[1].copied == Copied(
        "7",
        "gull",
        "2021-03-11",
        "Yesterday a small boat, number 1, came in late at night.",
        Likeness.COPY,
    )


def test_what_the_prompt_gave_is_not_held_against_the_bot(library: Library) -> None:
    bot = make_bot(library)
    make_able_to_write(bot.folder)
    text = "The gulls have formed a committee and the harbour clock is late again."
    write_dataset(bot.layout.dataset, [_entry(7, text)])
    writer = Writer(bot.folder)
    own = f"{text} So we all went home and dreamt of other, much quieter birds with better shoes."
    assert writer.judge(own, text).copied is None
    assert writer.judge(own, "").copied is not None
    assert writer.judge(f"My dream is {text}", "My dream is").copied is not None


def test_a_bot_without_its_tweets_writes_on(library: Library) -> None:
    bot = make_bot(library)
    make_able_to_write(bot.folder)
    bot.layout.dataset.unlink()
    assert Writer(bot.folder).judge("The gulls have formed a committee again.", "").copied is None


def test_a_bot_without_a_whole_model_or_with_damaged_tweets_cannot_write(library: Library) -> None:
    bot, damaged = make_bot(library), make_bot(library)
    make_able_to_write(damaged.folder)
    damaged.layout.dataset.write_text("{", encoding="utf-8")
    for folder in (bot.folder, bot.folder / "nowhere", damaged.folder):
        with pytest.raises(UserError) as caught:
            Writer(folder)
        assert caught.value.code is ErrorCode.BOT_UNREADABLE


def _entry(number: int, text: str) -> Entry:
    return Entry(str(number), "gull", "2021-03-11", text, Part.TRAINING)
