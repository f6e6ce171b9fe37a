"""The commands and their options."""

import argparse
from collections.abc import Callable
from pathlib import Path

from huggingtweets_gui.cli import bots, fetching, gpu, restoring, sources, training, writing
from huggingtweets_gui.cli.opening import add_open
from huggingtweets_gui.cli.parsing import Commands, add_command, sentence, top_parser
from huggingtweets_gui.cli.rules import add_rules
from huggingtweets_gui.messages import HIGHEST_SEED
from huggingtweets_gui.tweets.posts import Columns
from huggingtweets_gui.workflow.plans import PLANS
from huggingtweets_gui.workflow.writing import Sampling

_DEVICES = ("auto", "cpu", "cuda", "mps")


def parser() -> argparse.ArgumentParser:
    """Return the parser; a parsed command is the function ``parsed.command(parsed, home)``.

    It is None where the window is to be opened, as ``opening_of(parsed)`` says.
    """
    top, commands = top_parser()
    add_open(commands)

    importing = add_command(commands, "import", sources.import_, "read archives and keep their tweets")
    importing.add_argument("source", nargs="+", type=Path, help="an archive: zip, folder or file of posts")
    _add_choice(importing)
    importing.add_argument("--json", action="store_true", help="print one JSON object an author")

    fetch = add_command(commands, "fetch", fetching.fetch, "ask a service for people's tweets and keep them")
    fetch.add_argument("handle", nargs="+", help="one to three handles, or profiles' addresses")
    fetch.add_argument(
        "--from",
        dest="from_",
        choices=("community", "x"),
        default="community",
        help="the free Community Archive, or X, which charges and wants a bearer token (community)",
    )
    fetch.add_argument("--accept-cost", action="store_true", help="pay what X charges without being asked")
    add_rules(fetch)
    fetch.add_argument("--json", action="store_true", help="print one JSON object an author")

    tweets = add_command(commands, "tweets", sources.tweets, "print the kept tweets of an archive or author")
    tweets.add_argument("source", help="an archive, or the handle of an author in the library")
    _add_choice(tweets)
    tweets.add_argument("--jsonl", action="store_true", help="print one JSON object a line: id, text")

    train = add_command(commands, "train", training.train, "make a bot of one to three authors")
    train.add_argument("source", nargs="+", help="archives, or handles of authors in the library")
    _add_choice(train)
    train.add_argument("--base", help="a base model's name, or a folder (starter)")
    train.add_argument("--plan", choices=PLANS, help="how long and how (balanced)")
    train.add_argument(
        "--epochs",
        type=_positive(float),
        metavar="N",
        help="times through the tweets in each reading, at most",
    )
    train.add_argument(
        "--max-minutes", type=_positive(float), metavar="M", help="bound on the whole training"
    )
    train.add_argument("--seed", type=_seed, metavar="S", help="draws the split and the order (0)")
    train.add_argument("--device", choices=_DEVICES, help="where to compute (auto)")
    train.add_argument("--output", type=Path, metavar="DIR", help="the bot's folder, new or empty")
    train.add_argument("--resume", action="store_true", help="go on with an interrupted training")
    train.add_argument("--json", action="store_true", help="print one JSON object an event")

    generate = add_command(commands, "generate", writing.generate, "let a bot write")
    generate.add_argument("bot", help="a bot's name, or its folder")
    _add_sampling(generate)
    generate.add_argument("--device", choices=_DEVICES, default="auto")
    generate.add_argument("--json", action="store_true", help="print one JSON object a tweet")

    add_command(commands, "example", training.example, "make a bot of an invented author, in two minutes")

    listing = add_command(commands, "bots", bots.list_, "list the bots")
    listing.add_argument("--json", action="store_true", help="print one JSON object a bot")

    delete = add_command(commands, "delete", bots.delete, "delete a bot")
    delete.add_argument("bot", help="a bot's name, or its folder")

    forget = add_command(commands, "forget", bots.forget, "forget an author: all tweets, in the bots too")
    forget.add_argument("handle", help="the author's handle")
    forget.add_argument("--bots", action="store_true", help="delete the bots that learned from them too")

    export = add_command(commands, "export", bots.export, "copy a bot's model and card, without the tweets")
    export.add_argument("bot", help="a bot's name, or its folder")
    export.add_argument("folder", type=Path, help="a new or empty folder")
    export.add_argument("--format", choices=("transformers",), default="transformers")

    _add_gpu(commands)

    restore = add_command(
        commands, "restore", restoring.restore, "put the newest backup in place of the library"
    )
    instead = restore.add_mutually_exclusive_group()
    instead.add_argument("--list", action="store_true", help="only list the backups")
    instead.add_argument("--empty", action="store_true", help="begin with an empty library instead")

    doctor = add_command(
        commands, "doctor", bots.doctor, "say what this computer and this installation can do"
    )
    doctor.add_argument("--test", action="store_true", help="do a few real training steps on the device")
    return top


def _add_gpu(commands: Commands) -> None:
    help_text = "use an NVIDIA graphics card, with the GPU pack: PyTorch's build for it"
    command = commands.add_parser("gpu", help=help_text, description=sentence(help_text))
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    status = add_command(
        actions, "status", gpu.status, "say which card there is and whether its pack is here"
    )
    status.add_argument("--wheels", action="store_true", help="list the addresses of the files that it needs")
    install = add_command(
        actions, "install", gpu.install, "install the pack, or go on where that was broken off"
    )
    install.add_argument(
        "--from", dest="from_", type=Path, metavar="FOLDER", help="a folder with its wheels, for use offline"
    )
    add_command(actions, "remove", gpu.remove, "remove the pack, or what is here of it")


def _add_choice(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--handle", metavar="H", help="whose tweets they are, if the archive does not say so or is wrong"
    )
    command.add_argument(
        "--column",
        type=Columns,
        metavar="NAME",
        help="which column of a table holds them, by title or number",
    )
    add_rules(command)


def _add_sampling(command: argparse.ArgumentParser) -> None:
    usual = Sampling()
    command.add_argument(
        "--prompt", default=usual.prompt, help=f"what each tweet begins with ({usual.prompt!r})"
    )
    command.add_argument(
        "-n", dest="count", type=_positive(int), default=usual.count, metavar="N", help="how many"
    )
    command.add_argument("--temperature", type=_positive(float), default=usual.temperature, metavar="T")
    command.add_argument("--top-p", type=_share, default=usual.top_p, metavar="P")
    command.add_argument("--top-k", type=_count, default=usual.top_k, metavar="K", help="0 for off")
    command.add_argument("--min-p", type=_share, default=usual.min_p, metavar="P", help="0 for off")
    command.add_argument(
        "--repetition-penalty", type=_positive(float), default=usual.repetition_penalty, metavar="R"
    )
    command.add_argument("--max-length", type=_positive(int), default=usual.max_length, metavar="CHARACTERS")
    command.add_argument("--seed", type=_seed, metavar="S", help="the same seed gives the same tweets")


def _positive(kind: Callable[[str], float]) -> Callable[[str], float]:
    def parse(text: str) -> float:
        value = kind(text)
        if not 0 < value < float("inf"):
            raise argparse.ArgumentTypeError(f"{text} is not more than 0")
        return value

    return parse


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is less than 0")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value <= HIGHEST_SEED:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and {HIGHEST_SEED}")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value
