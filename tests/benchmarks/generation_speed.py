"""Our writing beside a plain transformers pipeline: tokens a second, and the wait for samples.

Both write with the same bot on the same device and with the default controls, in turns, each in a process
of its own: ours makes way for other programs as the engine does. Tokens count up to each sample's end, the
end included. The plain pipeline shows all samples when it returns; ours shows each as it ends, and here only
ends it at its end token or at the tokens allowed, not for its length, so that both do the same. Prints one
table: medians, and their ratios.
"""

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import torch
from transformers import pipeline

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.engine.generate import Bots, sampling_config
from huggingtweets_gui.engine.neighbours import watch_neighbours
from huggingtweets_gui.engine.sampling import write_tweets
from huggingtweets_gui.messages import Generate
from huggingtweets_gui.workflow.writing import Sampling

ENDLESS = 100_000  # characters

Writer = Callable[[int], "Measurement"]


@dataclass(frozen=True)
class Measurement:
    """One call: how many tokens it wrote, and after how many seconds samples were there."""

    tokens: int
    first: float
    last: float

    @property
    def speed(self) -> float:
        """Tokens a second."""
        return self.tokens / self.last


def job(arguments: argparse.Namespace, seed: int) -> Generate:
    usual = Sampling()
    return Generate(
        model=str(arguments.model),
        prompt=usual.prompt,
        count=arguments.count,
        temperature=usual.temperature,
        top_p=usual.top_p,
        top_k=usual.top_k,
        min_p=usual.min_p,
        repetition_penalty=usual.repetition_penalty,
        max_length=ENDLESS,
        seed=seed,
        device=arguments.device,
    )


def ours(arguments: argparse.Namespace) -> Writer:
    """Write as the engine does with a bot that it has in memory."""
    watch_neighbours()
    bots = Bots()

    def write(seed: int) -> Measurement:
        request = job(arguments, seed)
        started = time.perf_counter()
        shown: list[float] = []
        model, device = bots.get(arguments.model, arguments.device, print)
        config = sampling_config(request, model, request.count)
        config.max_new_tokens = arguments.tokens
        written = write_tweets(
            model,
            device,
            config,
            request.prompt,
            request.max_length,
            request.seed,
            lambda _: shown.append(time.perf_counter() - started),
            lambda: True,
        )
        return Measurement(written, shown[0], shown[-1])

    return write


def plain(arguments: argparse.Namespace) -> Writer:
    """Write as the library's users do."""
    device = choose_device(arguments.device)
    model = models.load(arguments.model, torch.device("cpu"))
    separator = str(model.tokenizer.convert_ids_to_tokens(model.separator))
    writer = pipeline("text-generation", model=str(arguments.model), device=device.kind)

    def write(seed: int) -> Measurement:
        request = job(arguments, seed)
        started = time.perf_counter()
        torch.manual_seed(request.seed)
        results = writer(
            separator + request.prompt,
            add_special_tokens=False,
            return_tensors=True,
            do_sample=True,
            num_return_sequences=request.count,
            max_new_tokens=arguments.tokens,
            temperature=request.temperature,
            top_p=request.top_p,
            top_k=request.top_k,
            repetition_penalty=request.repetition_penalty,
            eos_token_id=model.separator,
            pad_token_id=model.separator,
        )
        seconds = time.perf_counter() - started
        prompt_tokens = 1 + len(model.encode(request.prompt))
        written = 0
        for result in results:
            row = result["generated_token_ids"][prompt_tokens:]
            written += row.index(model.separator) + 1 if model.separator in row else len(row)
        return Measurement(written, seconds, seconds)

    return write


def serve(
    make: Callable[[argparse.Namespace], Writer], arguments: argparse.Namespace, pipe: Connection
) -> None:
    """Write once for each seed that comes, in a process of its own."""
    write = make(arguments)
    while (seed := pipe.recv()) is not None:
        pipe.send(write(seed))


def start(make: Callable[[argparse.Namespace], Writer], arguments: argparse.Namespace) -> Connection:
    """Start such a process, with the environment as it is now, and return the pipe to it."""
    here, there = multiprocessing.Pipe()
    multiprocessing.get_context("spawn").Process(
        target=serve, args=(make, arguments, there), daemon=True
    ).start()
    return here


def medians(measurements: list[Measurement]) -> list[float]:
    columns: list[Callable[[Measurement], float]] = [
        lambda one: one.speed,
        lambda one: one.first,
        lambda one: one.last,
        lambda one: one.tokens,
    ]
    return [statistics.median(column(one) for one in measurements) for column in columns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("model", type=Path, help="the folder of a bot's model, or of a base model")
    parser.add_argument("--times", type=int, default=7, help="calls of each (7)")
    parser.add_argument("--count", type=int, default=10, help="samples a call (10)")
    parser.add_argument("--tokens", type=int, default=80, help="most tokens of a sample (80)")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (auto)")
    arguments = parser.parse_args()
    sides = [start(plain, arguments)]
    sides.append(start(ours, arguments))
    both: list[list[Measurement]] = []
    for seed in range(arguments.times + 1):
        both.append([])
        for side in sides:
            side.send(seed)
            both[-1].append(side.recv())
    for side in sides:
        side.send(None)
    print(f"{'':24}{'tokens/s':>10}{'first':>10}{'last':>10}{'tokens':>10}")
    # The first call of each is left out: it warms caches.
    plain_row, our_row = (medians(list(column)) for column in zip(*both[1:], strict=True))
    for name, (speed, first, last, tokens) in (("plain pipeline", plain_row), ("HuggingTweets", our_row)):
        print(f"{name:24}{speed:10.1f}{first:9.2f}s{last:9.2f}s{tokens:10.0f}")
    ratios = [our_row[0] / plain_row[0], our_row[1] / plain_row[1], our_row[2] / plain_row[2]]
    print(f"{'ratio of the medians':24}{ratios[0]:9.2f}x{ratios[1]:9.2f}x{ratios[2]:9.2f}x")


if __name__ == "__main__":
    main()
