"""The command ``generate``."""

import argparse
from dataclasses import asdict, fields
from pathlib import Path

from huggingtweets_gui.cli.narrator import tell_silence
from huggingtweets_gui.cli.show import print_json, print_text
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.messages import Failed
from huggingtweets_gui.tweets.similar import Likeness
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.stopping import StopRequest
from huggingtweets_gui.workflow.writing import Sampling, Writer, Written


def generate(arguments: argparse.Namespace, home: Home) -> int:
    """Let a bot write."""
    sampling = Sampling(**{field.name: getattr(arguments, field.name) for field in fields(Sampling)})
    writer = Writer(_folder(arguments.bot, home))
    with EngineClient(home.logs / "engine.log", packs=home.gpu_packs) as engine:
        print_samples(writer, sampling, engine, as_json=arguments.json, device=arguments.device)
    return 0


def print_samples(
    writer: Writer, sampling: Sampling, engine: EngineClient, *, as_json: bool = False, device: str = "auto"
) -> None:
    """Print tweets of a bot as they are finished."""
    show = _print_json if as_json else _print_text
    end = writer.write(sampling, engine, show, tell_silence, StopRequest(), device)
    if isinstance(end, Failed):
        raise UserError.in_words(end.code, end.sentence, end.advice, end.details)


def _folder(name: str, home: Home) -> Path:
    if BotLayout(Path(name)).model.is_dir():
        return Path(name)
    with Library(home) as library:
        return library.bots.find(name).folder


def _print_json(written: Written) -> None:
    print_json(asdict(written))


def _print_text(written: Written) -> None:
    mark = ""
    if written.copied is not None:
        verb = "copies" if written.copied.likeness is Likeness.COPY else "near"
        mark = f"   [{verb} a tweet of {written.copied.date}]"
    print_text(f"{written.text}{mark}\n")
