from pathlib import Path

import pytest
import torch
from transformers import GenerationConfig

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.generate import Bots, generate
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.engine.sampling import glimpse, write_tweets
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.weighted_length import weighted_length
from huggingtweets_gui.messages import (
    Cancelled,
    Event,
    Generated,
    Sample,
    StopKind,
)
from tests.engine.conftest import writing_job

DEVICE = Device("cpu", "for the test", "fp32")


@pytest.fixture
def model(tiny_model: Path) -> LanguageModel:
    return models.load(tiny_model, DEVICE.torch_device)


def write(folder: Path, **changes: object) -> list[str]:
    events: list[Event] = []
    end = generate(writing_job(folder, **changes), Bots(), events.append, lambda: None)
    texts = [event.text for event in events if isinstance(event, Sample)]
    assert isinstance(end, Generated)
    assert end.count == len(texts)
    return texts


def test_the_same_seed_gives_the_same_tweets_and_another_gives_others(tiny_model: Path) -> None:
    first = write(tiny_model)
    assert len(first) == len(set(first)) == 5
    assert first == write(tiny_model)
    assert first != write(tiny_model, seed=2)


@pytest.mark.parametrize("prompt", ["My dream is", "", "tea 🪶"])
def test_each_tweet_begins_with_the_prompt_and_is_not_too_long(tiny_model: Path, prompt: str) -> None:
    texts = write(tiny_model, prompt=prompt, max_length=50)
    assert all(text.startswith(prompt) for text in texts)
    assert all(weighted_length(text) <= 50 for text in texts)
    assert not any("<|endoftext|>" in text for text in texts)


def test_a_tweet_ends_before_the_models_positions_do(tiny_gpt2: Path) -> None:
    assert all(write(tiny_gpt2, max_length=2000, count=2))


def test_a_prompt_longer_than_the_models_positions_is_told(tiny_model: Path) -> None:
    with pytest.raises(UserError) as caught:
        write(tiny_model, prompt="🌊 " * 200)
    assert caught.value.code is ErrorCode.PROMPT_TOO_LONG


def test_many_tweets_are_written_in_several_batches(
    tiny_llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingtweets_gui.engine.generate._AT_ONCE", 2)
    texts = write(tiny_llama, count=5)
    assert len(set(texts)) == 5


def test_a_prompts_last_space_changes_nothing(tiny_model: Path) -> None:
    assert write(tiny_model, prompt="My dream is ") == write(tiny_model, prompt="My dream is")


def test_every_control_is_heeded(tiny_model: Path) -> None:
    usual = write(tiny_model)
    for changes in ({"temperature": 0.2}, {"top_p": 0.3}, {"top_k": 5}, {"min_p": 0.9}):
        assert write(tiny_model, **changes) != usual, changes
    greedy = write(tiny_model, top_k=1)
    assert len(set(greedy)) == 1
    assert write(tiny_model, top_k=1, repetition_penalty=1.8) != greedy


def test_a_tweet_is_shown_while_others_are_still_being_written(model: LanguageModel) -> None:
    """Rows that end early are reported at once, not with the last one."""
    network = model.network
    shown_at: list[int] = []
    steps = 0
    forward = network.forward

    def counting(*arguments: object, **keywords: object) -> object:
        nonlocal steps
        steps += 1
        output = forward(*arguments, **keywords)
        # The first row ends at its third token, the others only when the tokens are used up.
        output.logits[:, -1, model.separator] = -1e9
        if steps == 3:
            output.logits[0, -1, model.separator] = 1e9
        return output

    network.forward = counting  # type: ignore[method-assign]
    config = GenerationConfig(
        do_sample=True, num_return_sequences=3, max_new_tokens=20, pad_token_id=model.separator
    )
    write_tweets(model, DEVICE, config, "Tea", 280, 1, lambda text: shown_at.append(steps), lambda: True)
    assert len(shown_at) == 3
    assert shown_at[0] == 3
    assert shown_at[-1] == 20


def test_writing_stops_at_once(tiny_model: Path) -> None:
    events: list[Event] = []
    end = generate(writing_job(tiny_model, max_length=280), Bots(), events.append, lambda: StopKind.CANCEL)
    assert end == Cancelled()
    assert not any(isinstance(event, Sample) for event in events)


def test_a_bot_is_loaded_once_until_its_files_change(tiny_llama: Path) -> None:
    bots, told = Bots(), list[Event]()
    first, _ = bots.get(tiny_llama, "cpu", told.append)
    assert bots.get(tiny_llama, "cpu", told.append)[0] is first
    bots.forget()
    assert bots.get(tiny_llama, "cpu", told.append)[0] is not first
    assert told == []


def test_a_glimpse_does_not_touch_the_trainings_random_numbers(model: LanguageModel) -> None:
    before = torch.get_rng_state()
    assert len(glimpse(model, DEVICE, "Tea", 7, lambda: True)) == 3
    assert torch.equal(torch.get_rng_state(), before)
