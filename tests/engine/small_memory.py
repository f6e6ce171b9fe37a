"""What happens in a training that finds too little memory: run by ``test_out_of_memory.py``.

A scenario limits the address space of this process while it trains. Each has a process of its own, since
what an earlier one has freed would count as free. Arguments: the scenario's name, an empty folder. Prints
what it has come to, as one object of JSON.
"""

import itertools
import json
import logging
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import torch
from transformers import LlamaConfig, LlamaForCausalLM, set_seed

from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.messages import Begun, Checkpoint, Event, Notice, Train, to_dict
from huggingtweets_gui.tweets.dataset import Entry, write_dataset
from tests.engine.conftest import dataset, tiny_job
from tests.engine.recorder import AS_OFTEN_AS_IT_GOES, Recorder
from tests.tiny_models import small_tokenizer

MEGABYTE = 1 << 20
_STACK = 16 * MEGABYTE
TWEETS_A_ROW = 22  # 400 tokens or so
# The first at once and no second one: the library that writes the files ends the process where it finds no
# memory, and shall not be at work when there is none.
ONE_CHECKPOINT = Rhythm(shortest_pause=0.0, share=1e-9)


def leave(megabytes: int | None) -> None:
    """Let this process take so much more address space than it has now; None for any."""
    limit = resource.RLIM_INFINITY
    if megabytes is not None:
        limit = psutil.Process().memory_info().vms + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def limited(kind: type[Event], megabytes: int) -> Callable[[Event], bool]:
    """Return a watcher for a recorder, which sets the limit at the first event of a kind."""
    waits = True

    def watch(event: Event) -> bool:
        nonlocal waits
        if waits and isinstance(event, kind):
            waits = False
            leave(megabytes)
        return False

    return watch


def make_base(folder: Path, **config: int) -> Path:
    """Write a model of few weights."""
    tokenizer = small_tokenizer()
    special = dict.fromkeys(("bos_token_id", "eos_token_id", "pad_token_id"), tokenizer.eos_token_id)
    sizes = {"vocab_size": len(tokenizer), "intermediate_size": 64, "max_position_embeddings": 448} | config
    set_seed(0)
    LlamaForCausalLM(LlamaConfig(tie_word_embeddings=True, **sizes, **special)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def large_batches(folder: Path) -> Train:
    """Return a job whose steps take 270 MB for logits, in proportion to the tokens computed at once."""
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 4, "num_key_value_heads": 2}
    base = make_base(folder / "wide", vocab_size=65536, **sizes)
    return replace(tiny_job(folder / "large_batches", base), batch_tokens=2048)


def long_rows(folder: Path, name: str) -> Train:
    """Return a job with rows that cannot be cut; all layers' activations of one take 90 MB or more."""
    sizes = {"hidden_size": 64, "num_hidden_layers": 20, "num_attention_heads": 16, "num_key_value_heads": 8}
    base = make_base(folder / f"base of {name}", **sizes)
    job = replace(tiny_job(folder / name, base), batch_tokens=448, epochs=1)
    write_dataset(BotLayout(Path(job.bot)).dataset, list(joined(dataset())))
    return job


def joined(entries: list[Entry]) -> Iterator[Entry]:
    """Yield a long tweet for every so many short ones of a part."""
    for _, part in itertools.groupby(entries, key=lambda entry: entry.part):
        tweets = list(part)
        for start in range(0, len(tweets), TWEETS_A_ROW):
            some = tweets[start : start + TWEETS_A_ROW]
            yield replace(some[0], text=" ".join(entry.text for entry in some))


def train(
    job: Train,
    watch: Callable[[Event], bool] = lambda event: False,
    rhythm: Rhythm = AS_OFTEN_AS_IT_GOES,
) -> dict[str, Any]:
    """Train, and lift the limit after it."""
    recorder = Recorder(when=watch)
    try:
        end = to_dict(recorder.train(job, rhythm))
    except UserError as error:
        end = {"code": error.code, "sentence": error.sentence, "advice": error.advice}
    leave(None)
    layout = BotLayout(Path(job.bot))
    lines = [json.loads(line) for line in layout.metrics.read_text(encoding="utf-8").splitlines()]
    return {
        "end": end,
        "notices": [event.text for event in recorder.events if isinstance(event, Notice)],
        "steps": [line["step"] for line in lines if line["event"] == "step"],
        "left": sorted(path.name for path in layout.folder.iterdir()),
        "checkpoints": sorted(path.name for path in layout.checkpoints.glob("*")),
    }


def too_little_for_a_batch(folder: Path) -> dict[str, Any]:
    job = large_batches(folder)
    with_less = train(job, limited(Begun, 240))
    return {"with_less": with_less, "undisturbed": train(job)}


def too_little_for_the_activations(folder: Path) -> dict[str, Any]:
    return train(long_rows(folder, "activations"), limited(Begun, 210))


def too_little_for_anything(folder: Path) -> dict[str, Any]:
    # Long enough for a checkpoint to be on the disk well before the end.
    job = replace(long_rows(folder, "anything"), epochs=3, evaluations_per_epoch=1)
    failed = train(job, limited(Checkpoint, 12), ONE_CHECKPOINT)
    return {"failed": failed, "resumed": train(replace(job, resume=True))}


SCENARIOS = {
    scenario.__name__: scenario
    for scenario in (too_little_for_a_batch, too_little_for_the_activations, too_little_for_anything)
}


def main() -> None:
    logging.disable()
    torch.set_num_threads(1)
    _, name, folder = sys.argv
    # The stack of a process grows, and where the limit forbids that, the process dies; a thread's does not.
    threading.stack_size(_STACK)
    with ThreadPoolExecutor(max_workers=1) as thread:
        print(json.dumps(thread.submit(SCENARIOS[name], Path(folder)).result()))


if __name__ == "__main__":
    main()
