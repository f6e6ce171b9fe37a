"""The training of huggingtweets (2020–2023), to the letter, with transformers' own ``Trainer``.

Blocks of 1,024 tokens, one a step, fp32, AdamW at 1.372e-4 that falls in a cosine without a
warm-up; four epochs of tweets, each shuffled anew and joined by the separator.
"""

import random
import tempfile
import time
from pathlib import Path

import torch
from torch.utils.data import Dataset
from transformers import (
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
    default_data_collator,
)

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.batches import read_tweets
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import evaluate
from huggingtweets_gui.engine.weights import weights_of
from tests.benchmarks.measuring import Curve, Outcome, peak_memory

EPOCHS = 4
BLOCK = 1024
LEARNING_RATE = 1.372e-4
_LOOKS_PER_EPOCH = 4


class _Blocks(Dataset[dict[str, torch.Tensor]]):
    def __init__(self, rows: list[list[int]], seed: int) -> None:
        chance = random.Random(seed)
        tokens: list[int] = []
        for _ in range(EPOCHS):
            for row in chance.sample(rows, len(rows)):
                tokens += row[:-1]  # the separator before it, and its own tokens
        self._blocks = torch.tensor(tokens[: len(tokens) // BLOCK * BLOCK]).view(-1, BLOCK)

    def __len__(self) -> int:
        return len(self._blocks)

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        return {"input_ids": self._blocks[index], "labels": self._blocks[index]}


class _Watch(TrainerCallback):
    """Takes the time of the steps, and the held-out loss between them."""

    def __init__(
        self, curve: Curve, model: models.LanguageModel, validation: object, device: Device, every: int
    ) -> None:
        self._model = model
        self._validation = validation
        self._device = device
        self._every = every
        self._began = 0.0
        self.curve = curve
        self.best: dict[str, torch.Tensor] = {}

    def on_step_begin(self, *args: object, **kwargs: object) -> None:
        self._began = time.perf_counter()

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: object
    ) -> None:
        if self._device.kind == "cuda":
            torch.cuda.synchronize()
        self.curve.count(BLOCK - 1, time.perf_counter() - self._began)
        if state.global_step % self._every and state.global_step != state.max_steps:
            return
        held_out = evaluate(self._model, self._validation, lambda: True)  # type: ignore[arg-type]
        assert held_out is not None
        self._model.network.train()
        if self.curve.look(state.global_step, held_out.loss, held_out.bits):
            self.best = {n: w.clone() for n, w in weights_of(self._model.network).items()}


def run_recipe(base: Path, dataset: Path, seed: int, device: Device, curve: Curve) -> Outcome:
    """Train by the recipe on the ``training`` tweets of a dataset; the others are only looked at."""
    torch.manual_seed(seed)
    model = models.load(base, device.torch_device)
    tweets = read_tweets(dataset, model)
    blocks = _Blocks(tweets["training"].rows, seed)
    every = max(1, len(blocks) // (EPOCHS * _LOOKS_PER_EPOCH))
    watch = _Watch(curve, model, tweets["validation"], device, every)
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            per_device_train_batch_size=1,
            num_train_epochs=1,  # the blocks hold all four
            learning_rate=LEARNING_RATE,
            lr_scheduler_type="cosine",
            save_strategy="no",
            report_to=[],
            use_cpu=device.kind == "cpu",
            dataloader_pin_memory=device.kind == "cuda",
            disable_tqdm=True,
            logging_steps=10**9,
            seed=seed,
        )
        Trainer(
            model=model.network,
            args=arguments,
            train_dataset=blocks,
            data_collator=default_data_collator,
            callbacks=[watch],
        ).train()
    final = evaluate(model, tweets["test"], lambda: True)
    model.network.load_state_dict(watch.best, strict=False)  # Tied weights are there once.
    best = evaluate(model, tweets["test"], lambda: True)
    assert final is not None and best is not None
    return Outcome(
        curve=watch.curve,
        test_loss=best.loss,
        test_bits=best.bits,
        final_test_loss=final.loss,
        final_test_bits=final.bits,
        memory=peak_memory(),
    )
