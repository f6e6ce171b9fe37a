"""Nothing but the steps of a training, over invented tweets."""

import time
from collections.abc import Iterator
from pathlib import Path

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.batches import epoch_batches
from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.engine.learner import Learner
from tests.invented import invented_tweets

_BATCH_TOKENS = 448
_TWEETS = 2000


def steps(base: Path) -> Iterator[tuple[int, float]]:
    """Train on the processor, a step each time; yield its labelled tokens and its seconds."""
    model = models.load(base, torch.device("cpu"))
    texts = [str(record["full_text"]) for record in invented_tweets(_TWEETS, seed=3)]
    rows = [[model.separator, *model.encode(text), model.separator] for text in texts]
    learner = Learner(model, choose_device("cpu"), 0.01, _BATCH_TOKENS)
    for batch in epoch_batches([len(row) for row in rows], _BATCH_TOKENS, 0, 0):
        began = time.perf_counter()
        learner.step([rows[place] for place in batch], 1e-5)
        yield sum(len(rows[place]) - 1 for place in batch), time.perf_counter() - began
