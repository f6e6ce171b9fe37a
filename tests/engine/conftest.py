"""Tiny models and bots to train, for the tests of the engine."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import Generate, Train
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset
from tests.invented import invented_tweets
from tests.tiny_models import make_tiny_gpt2, make_tiny_llama

NewJob = Callable[..., Train]


@pytest.fixture(scope="session")
def tiny_gpt2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_gpt2(tmp_path_factory.mktemp("gpt2"))


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_llama(tmp_path_factory.mktemp("llama"))


@pytest.fixture(params=["gpt2", "llama"])
def tiny_model(request: pytest.FixtureRequest) -> Path:
    """One of the tiny models: each test that takes it runs with both."""
    folder: Path = request.getfixturevalue(f"tiny_{request.param}")
    return folder


@pytest.fixture
def new_job(tmp_path: Path, tiny_llama: Path) -> NewJob:
    """Make a bot's folder with a dataset and return the job to train it."""

    def make(name: str = "bot", **changes: object) -> Train:
        return replace(tiny_job(tmp_path / name, tiny_llama), **changes)  # type: ignore[arg-type]

    return make


def tiny_job(folder: Path, base: Path) -> Train:
    """Make a bot's folder with a dataset and return the job to train it."""
    folder.mkdir()
    write_dataset(BotLayout(folder).dataset, dataset())
    return Train(
        bot=str(folder),
        base=str(base),
        device="cpu",
        epochs=2,
        learning_rate=3e-3,
        warmup_share=0.1,
        weight_decay=0.01,
        batch_tokens=512,
        evaluations_per_epoch=2,
        patience=5,
        seed=1,
    )


def dataset() -> list[Entry]:
    texts = [str(record["full_text"]) for record in invented_tweets(160, seed=2)]
    parts = [Part.VALIDATION] * 16 + [Part.TEST] * 16 + [Part.TRAINING] * 128
    return [
        Entry(str(number), "keeper", "2021-01-01", text, part)
        for number, (text, part) in enumerate(zip(texts, parts, strict=True))
    ]


def writing_job(folder: Path, **changes: object) -> Generate:
    """Return a job for the model in a folder, with the usual controls where nothing else is said."""
    values = {
        "prompt": "My dream is",
        "count": 5,
        "temperature": 1.0,
        "top_p": 0.95,
        "top_k": 0,
        "min_p": 0.0,
        "repetition_penalty": 1.0,
        "max_length": 60,
        "seed": 1,
        "device": "cpu",
    }
    return Generate(model=str(folder), **(values | changes))  # type: ignore[arg-type]
