"""Our training, measured from the events that it tells."""

import time
from dataclasses import asdict, replace
from pathlib import Path

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.batches import read_tweets
from huggingtweets_gui.engine.course import plot_course
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import evaluate
from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import Checkpoint, Evaluation, Event, Reading, Step, Train, Trained
from huggingtweets_gui.workflow.plans import PLANS, hyperparameters
from tests.benchmarks.measuring import Curve, Outcome, peak_memory

_LOOKS_PER_EPOCH = 8


class _Watch:
    """Takes the time of the steps: from the event before a step to the one after it."""

    def __init__(self, curve: Curve, tokens: list[list[int]]) -> None:
        self.curve = curve
        self._tokens = tokens
        self._reading, self._began = 1, 0
        self._last = 0.0

    def see(self, event: Event) -> None:
        now = time.perf_counter()
        if isinstance(event, Step):
            tokens = self._tokens[self._reading - 1][event.step - 1 - self._began]
            self.curve.count(tokens, now - self._last)
        elif isinstance(event, Reading):
            self._reading, self._began = event.number, event.step
        elif isinstance(event, Evaluation):
            self.curve.look(event.step, event.loss, event.bits)
        if not isinstance(event, Checkpoint):  # It comes between a step and what is told of that.
            self._last = time.perf_counter()


def _tokens(job: Train) -> list[list[int]]:
    """Return how many labelled tokens each step of each reading has."""
    model = models.load(Path(job.base), torch.device("cpu"))
    training = read_tweets(BotLayout(Path(job.bot)).dataset, model)["training"]
    return [
        [sum(len(training.rows[position]) - 1 for position in batch) for batch in reading]
        for reading in plot_course(training, job).readings
    ]


def run_ours(
    base: Path, bot: Path, seed: int, device: Device, plan: str, curve: Curve, rhythm: Rhythm
) -> Outcome:
    """Train the bot whose ``dataset.jsonl`` lies in its folder by one of our plans, looking often.

    The looks are more than the plan's own, so that the curve is fine; patience grows with them.
    Checkpoints are written in ``rhythm``.
    """
    parameters = sum(weight.numel() for weight in models.load(base, torch.device("cpu")).network.parameters())
    settings = hyperparameters(PLANS[plan], parameters, seed=seed, device=device.kind)
    patience = settings.patience * _LOOKS_PER_EPOCH // settings.evaluations_per_epoch
    settings = replace(settings, evaluations_per_epoch=_LOOKS_PER_EPOCH, patience=patience, max_seconds=None)
    job = Train(bot=str(bot), base=str(base), **asdict(settings))
    watch = _Watch(curve, _tokens(job))
    end = train(job, watch.see, lambda: None, rhythm)
    assert isinstance(end, Trained)
    memory = peak_memory()
    # The test loss by the very function that the recipe's is measured with, in fp32.
    model = models.load(BotLayout(bot).model, device.torch_device)
    test = evaluate(model, read_tweets(BotLayout(bot).dataset, model)["test"], lambda: True)
    assert test is not None
    return Outcome(
        curve=watch.curve,
        test_loss=test.loss,
        test_bits=test.bits,
        final_test_loss=test.loss,
        final_test_bits=test.bits,
        memory=memory,
    )
