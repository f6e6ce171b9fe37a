import math
from pathlib import Path

import pytest
import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.batches import Tweets
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import evaluate

DEVICE = Device("cpu", "for the test", "fp32")


def test_loss_and_bits_are_those_of_each_tweet_alone(tiny_model: Path) -> None:
    model = models.load(tiny_model, DEVICE.torch_device)
    texts = ["The gulls.", "The fog came in like a guest who stays. Third night!"]
    rows = [[model.separator, *model.encode(text), model.separator] for text in texts]
    nats, labels = 0.0, 0
    for row in rows:
        with torch.no_grad():
            log_probabilities = model.network(torch.tensor([row])).logits[0, :-1].log_softmax(-1)
        nats -= log_probabilities[range(len(row) - 1), row[1:]].sum().item()
        labels += len(row) - 1
    characters = sum(map(len, texts))

    held_out = evaluate(model, Tweets(rows, characters), lambda: True)

    assert held_out is not None
    assert held_out.loss == pytest.approx(nats / labels, rel=1e-4)
    assert held_out.bits == pytest.approx(nats / math.log(2) / characters, rel=1e-4)


def test_what_is_known_on_the_way_is_the_loss_of_the_tweets_so_far(tiny_model: Path) -> None:
    model = models.load(tiny_model, DEVICE.torch_device)
    rows = [[model.separator, *model.encode("fog " * length), model.separator] for length in range(1, 8)]
    told: list[tuple[float, int]] = []

    held_out = evaluate(
        model, Tweets(rows, 1), lambda: True, batch_tokens=1, so_far=lambda *now: told.append(now)
    )

    assert held_out is not None
    assert [done for _, done in told] == [1, 2, 3, 4, 5, 6, 7]
    middle = evaluate(model, Tweets(rows[3:4], 1), lambda: True)
    assert middle is not None
    assert told[0][0] == pytest.approx(middle.loss, rel=1e-5)
    assert told[-1][0] == held_out.loss


def test_a_quarter_of_what_is_computed_at_once_is_known_first(tiny_model: Path) -> None:
    model = models.load(tiny_model, DEVICE.torch_device)
    told: list[int] = []
    evaluate(model, Tweets([[0, 1, 0]] * 8, 8), lambda: True, so_far=lambda _, done: told.append(done))
    assert told == [2, 8]


def test_an_evaluation_can_be_stopped(tiny_model: Path) -> None:
    model = models.load(tiny_model, DEVICE.torch_device)
    assert evaluate(model, Tweets([[0, 1, 0]], 1), lambda: False) is None
