"""Too little memory ends no writing that could go on with less of it."""

from pathlib import Path
from typing import Any

import pytest
import torch

from huggingtweets_gui.engine import generate as generate_module
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.generate import Bots, generate
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import Event, Generate, Generated, Notice, Phase, Sample
from tests.engine.card import install, put_into_the_first_network
from tests.engine.conftest import writing_job

TO_THE_PROCESSOR = "The graphics card has too little memory: the processor writes instead."


@pytest.fixture
def job(tiny_llama: Path) -> Generate:
    return writing_job(tiny_llama, count=12, max_length=40, device="auto")


def run_out(*_: object) -> None:
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")


class Writing:
    """Lets a bot write, and keeps what is told.

    Attributes:
        events: all of them.
        rows: how many tweets were computed at once, each time.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.rows: list[int] = []

    def write(self, job: Generate, bots: Bots) -> list[str]:
        """See that each tweet comes once, and return the notices."""
        end = generate(job, bots, self.events.append, lambda: None)
        assert isinstance(end, Generated)
        assert end.count == job.count
        indices = [event.index for event in self.events if isinstance(event, Sample)]
        assert indices == list(range(job.count))
        return [event.text for event in self.events if isinstance(event, Notice)]

    def allow(self, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the network that is loaded next run out of memory where it writes more at once."""

        def hook(_: torch.nn.Module, __: object, inputs: dict[str, torch.Tensor]) -> None:
            self.rows.append(len(inputs["input_ids"]))
            if self.rows[-1] > most and Phase(name="writing") in self.events:
                run_out()

        put_into_the_first_network(monkeypatch, hook, with_kwargs=True)


@pytest.mark.warns
def test_fewer_tweets_are_written_at_once(job: Generate, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = Writing()
    writing.allow(4, monkeypatch)
    assert writing.write(job, Bots()) == []
    assert {12, 6, 3} <= set(writing.rows)


@pytest.mark.warns
def test_a_card_without_room_for_a_tweet_leaves_them_to_the_processor(
    job: Generate, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, generate_module)
    writing = Writing()
    writing.allow(0, monkeypatch)
    assert writing.write(job, Bots()) == [TO_THE_PROCESSOR]


@pytest.mark.warns
def test_a_bot_without_room_on_the_card_writes_with_the_processor_until_there_is_some(
    job: Generate, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = install(monkeypatch, generate_module)
    ready, has_room = generate_module.ready_for_writing, False

    def ready_where_there_is_room(network: Any, device: Device) -> Any:
        if device is card and not has_room:
            run_out()
        return ready(network, device)

    monkeypatch.setattr(generate_module, "ready_for_writing", ready_where_there_is_room)
    bots, folder = Bots(), Path(job.model)
    assert Writing().write(job, bots) == [TO_THE_PROCESSOR]
    has_room = True
    assert Writing().write(job, bots) == []
    assert bots.get(folder, "auto", print)[1] is card


@pytest.mark.warns
def test_where_nothing_helps_the_user_is_told(job: Generate, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = Writing()
    writing.allow(0, monkeypatch)
    with pytest.raises(UserError) as caught:
        writing.write(job, Bots())
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
