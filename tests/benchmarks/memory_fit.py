"""The estimate of a training's memory beside the measured peak, a row a model and plan.

Each base model of the catalogue is made of random weights in its true shape, one at a time, in a
temporary folder. On it a whole training is done, from loading to saving, with a few steps over invented
tweets, some of them as long as tweets can be; each in a process of its own whose peak is measured:
resident memory on a processor, what torch has allocated on a GPU. Checkpoints are written all the time,
from a copy where there is room for it.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import torch
from transformers import (
    AutoModelForCausalLM,
    GPT2Config,
    LlamaConfig,
    PretrainedConfig,
    Qwen2Config,
    Qwen3Config,
)

from huggingtweets_gui import messages
from huggingtweets_gui.engine.checkpoints import Rhythm
from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.engine.heap import keep_freed_memory
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.library.bot_record import Hyperparameters
from huggingtweets_gui.messages import Train
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset
from huggingtweets_gui.workflow.architecture import Architecture, Style
from huggingtweets_gui.workflow.catalogue import CATALOGUE, BaseModel, find
from huggingtweets_gui.workflow.memory import memory_needed
from huggingtweets_gui.workflow.plans import PLANS, hyperparameters
from tests.benchmarks.measuring import peak_memory
from tests.invented import invented_tweets
from tests.tiny_models import small_tokenizer

_BY_MEANS = "distilgpt2"  # the model that each way to make a training fit is tried with
_MEANS: dict[str, dict[str, int | bool]] = {
    "in parts": {"micro_batch_tokens": 128},
    "checkpointed": {"activation_checkpointing": True},
    "LoRA": {"lora_rank": 16},
}
_TWEETS = 48
_LONGEST = 280  # characters
_ALL_THE_TIME = Rhythm(shortest_pause=0, share=1)


def cases(names: list[str], plans: list[str]) -> Iterator[tuple[BaseModel, str]]:
    """Tell what is tried: each model with each plan, and one model with each of the means."""
    for name in names:
        for settings in [*plans, *(_MEANS if name == _BY_MEANS else ())]:
            yield find(name), settings


def settings_of(model: BaseModel, name: str, device: str) -> Hyperparameters:
    """Return the settings of a plan, or of the balanced plan with one of the means; of a single epoch."""
    plan = PLANS.get(name, PLANS["balanced"])
    settings = hyperparameters(plan, model.parameters, epochs=1, device=device)
    return replace(settings, max_seconds=None, evaluations_per_epoch=2, **_MEANS.get(name, {}))


def texts() -> list[str]:
    """Return invented tweets, every fourth as long as a tweet can be."""
    ordinary = [str(record["full_text"]) for record in invented_tweets(_TWEETS, seed=3)]
    endless = " ".join(ordinary)
    return [
        endless[7 * number :][:_LONGEST] if number % 4 == 0 else text for number, text in enumerate(ordinary)
    ]


def make_base(model: BaseModel, folder: Path) -> None:
    """Write a model of random weights in its true shape, with a small tokenizer."""
    torch.manual_seed(0)
    network = AutoModelForCausalLM.from_config(_config(model.key, model.architecture), dtype=torch.bfloat16)
    assert network.num_parameters() == model.parameters, (network.num_parameters(), model.parameters)
    network.save_pretrained(folder)
    small_tokenizer().save_pretrained(folder)


def _config(key: str, shape: Architecture) -> PretrainedConfig:
    if shape.style is Style.GPT2:
        return GPT2Config(n_embd=shape.width, n_layer=shape.layers, n_head=shape.heads)
    kind = Qwen3Config if shape.norms_heads else Qwen2Config if key.startswith("qwen2") else LlamaConfig
    return kind(
        vocab_size=shape.vocabulary,
        hidden_size=shape.width,
        intermediate_size=shape.intermediate,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.key_value_heads,
        head_dim=shape.head_size,
        tie_word_embeddings=shape.tied,
    )


def measure(base: Path, settings: Hyperparameters) -> int:
    """Train in this process and return its peak in bytes."""
    parts = [Part.TRAINING] * 6 + [Part.VALIDATION, Part.TEST]
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(
            BotLayout(Path(folder)).dataset,
            (
                Entry(str(number), "keeper", "2021-01-01", text, parts[number % len(parts)])
                for number, text in enumerate(texts())
            ),
        )
        job = Train(bot=folder, base=str(base), **asdict(settings))
        train(job, lambda event: None, lambda: None, _ALL_THE_TIME)
        return peak_memory()


def estimate(model: BaseModel, settings: Hyperparameters) -> int:
    """Return what the program tells before the training, in bytes."""
    device = choose_device(settings.device)
    described = messages.Device(
        device=device.kind,
        name="",
        reason="",
        precision=device.precision,
        free_memory=0,
        total_memory=0,
        flops=0.0,
    )
    return memory_needed(model.architecture, settings, described).taken(psutil.virtual_memory().available)


def in_own_process(arguments: list[str]) -> str:
    """Run this script once more with these arguments and return what it prints last."""
    command = [sys.executable, "-m", __spec__.name, *arguments]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    return lines[-1] if lines else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--models", nargs="+", default=[model.key for model in CATALOGUE], help="which (all)")
    parser.add_argument("--plans", nargs="+", default=list(PLANS), choices=PLANS, help="which plans (all)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (auto)")
    parser.add_argument("--make", nargs=2, metavar=("MODEL", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=3, metavar=("MODEL", "SETTINGS", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.make:
        name, folder = arguments.make
        make_base(find(name), Path(folder))
        return
    if arguments.one:
        name, settings, folder = arguments.one
        keep_freed_memory()
        print(measure(Path(folder), settings_of(find(name), settings, arguments.device)))
        return

    print(f"{'model':<14} {'settings':<13} {'estimate':>9} {'measured':>9} {'ratio':>6}")
    made = ""
    with tempfile.TemporaryDirectory() as place:
        base = Path(place) / "base"
        for model, settings in cases(arguments.models, arguments.plans):
            if made != model.key:
                in_own_process(["--make", model.key, str(base)])
                made = model.key
            one = ["--one", model.key, settings, str(base), "--device", arguments.device]
            told = estimate(model, settings_of(model, settings, arguments.device))
            measured = int(in_own_process(one))
            figures = f"{told / 1e9:>6.2f} GB {measured / 1e9:>6.2f} GB {told / measured:>6.2f}"
            print(f"{model.key:<14} {settings:<13} {figures}", flush=True)


if __name__ == "__main__":
    main()
