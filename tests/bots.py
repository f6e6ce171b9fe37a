"""Bots made up for the tests."""

from pathlib import Path

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.library.bot_record import (
    BaseInfo,
    BotAuthor,
    BotRecord,
    Hyperparameters,
    TrainingResult,
)
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset

RESULT = TrainingResult(
    reason="complete",
    steps=40,
    epochs=2,
    seconds=65.0,
    base_loss=6.2,
    base_bits=2.37,
    best_loss=4.11,
    best_bits=1.57,
    best_step=30,
    test_loss=4.15,
    test_bits=1.59,
    device="cpu",
    precision="fp32",
    weights_sha256="0" * 64,
)

# The engine of the tests writes "a small boat, number …": a copy of the second.
TWEETS = [
    Entry("1001", "lamp_and_gull", "2021-03-11", "The gulls have formed a committee again.", Part.TRAINING),
    Entry("1002", "lamp_and_gull", "2020-05-02", "There went a small boat, number unknown.", Part.TRAINING),
]


def make_bot(
    library: Library,
    *,
    seed: int = 0,
    ready: bool = False,
    handles: tuple[str, ...] = ("lamp_and_gull",),
    name: str = "Mira Keel",
) -> Bot:
    """Add a bot to the library: an untrained one, or one that can write."""
    base = library.home.bases / "starter"
    base.mkdir(parents=True, exist_ok=True)
    (base / "config.json").write_text("{}", encoding="utf-8")
    folder = library.bots.new_folder(handles)
    record = BotRecord(
        name=name,
        created="2026-11-23T10:00:00+01:00",
        authors=[
            BotAuthor(handle=handle, name=name, counts={"downloaded": 1768, "kept": 1001}, raw_sha256="")
            for handle in handles
        ],
        rules="better",
        languages=["en"],
        dataset_sha256="",
        base=BaseInfo(key="starter", name="SmolLM2 135M", repo=None, licence=None, folder=str(base)),
        plan="balanced",
        hyperparameters=Hyperparameters(
            epochs=2,
            learning_rate=1e-4,
            warmup_share=0.06,
            weight_decay=0.01,
            batch_tokens=448,
            evaluations_per_epoch=4,
            patience=3,
            max_seconds=None,
            seed=seed,
            device="auto",
            prompt="My dream is",
        ),
        result=RESULT if ready else None,
        versions={"huggingtweets-gui": "1.0", "torch": "2.0"},
    )
    folder.mkdir(parents=True)
    write_dataset(BotLayout(folder).dataset, TWEETS)
    if ready:
        make_able_to_write(folder)
    return library.bots.add(folder, record)


def make_able_to_write(folder: Path) -> None:
    """Put a model into a bot's folder, as far as the program looks before it asks the engine."""
    model = BotLayout(folder).model
    model.mkdir()
    (model / "config.json").write_text("{}", encoding="utf-8")
