import itertools
from pathlib import Path

import pytest
import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.batches import epoch_batches, read_tweets, tensors
from huggingtweets_gui.engine.evaluation import summed_loss
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset

LENGTHS = [3, 40, 7, 12, 90, 5, 5, 61, 33, 8] * 20
CPU = torch.device("cpu")


def test_an_epoch_shows_each_tweet_once_and_keeps_to_the_size() -> None:
    batches = epoch_batches(LENGTHS, batch_tokens=128, seed=1, epoch=0)
    assert sorted(itertools.chain(*batches)) == list(range(len(LENGTHS)))
    assert all(len(batch) * max(LENGTHS[i] for i in batch) <= 128 for batch in batches)


def test_a_tweet_longer_than_a_batch_is_a_batch_alone() -> None:
    assert epoch_batches([500], batch_tokens=128, seed=1, epoch=0) == [[0]]


def test_the_order_depends_on_seed_and_epoch_alone() -> None:
    first = epoch_batches(LENGTHS, 128, seed=1, epoch=0)
    assert first == epoch_batches(LENGTHS, 128, seed=1, epoch=0)
    assert first != epoch_batches(LENGTHS, 128, seed=2, epoch=0)
    assert first != epoch_batches(LENGTHS, 128, seed=1, epoch=1)


def test_little_of_a_batch_is_padding() -> None:
    batches = epoch_batches(LENGTHS, 448, seed=1, epoch=0)
    padded = sum(len(batch) * max(LENGTHS[i] for i in batch) for batch in batches)
    assert padded < 1.25 * sum(LENGTHS)


def test_padding_does_not_change_the_loss(tiny_model: Path) -> None:
    model = models.load(tiny_model, CPU)
    rows = [
        [model.separator, *model.encode(text), model.separator]
        for text in ("The gulls.", "The fog came in like a guest who stays.")
    ]
    with torch.no_grad():
        together = summed_loss(model, *tensors(rows, CPU)).item()
        apart = sum(summed_loss(model, *tensors([row], CPU)).item() for row in rows)
    assert together == pytest.approx(apart, rel=1e-5)


def test_tweets_stand_between_separators_and_repeat_as_often_as_the_dataset_says(
    tiny_model: Path, tmp_path: Path
) -> None:
    model = models.load(tiny_model, CPU)
    entries = [
        Entry("1", "a", "2021-01-01", "Tea again", Part.TRAINING, times=3),
        Entry("2", "a", "2021-01-01", "No tea", Part.TEST),
    ]
    write_dataset(tmp_path / "dataset.jsonl", entries)
    tweets = read_tweets(tmp_path / "dataset.jsonl", model)
    assert len(tweets["training"].rows) == 3
    row = tweets["test"].rows[0]
    assert (row[0], row[-1]) == (model.separator, model.separator)
    assert model.decode(row) == "No tea"
    assert tweets["test"].labels == len(row) - 1
    assert tweets["training"].characters == 3 * len("Tea again")
