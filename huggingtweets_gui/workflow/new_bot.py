"""Making a bot's folder from chosen tweets, ready for its training."""

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from huggingtweets_gui import __version__
from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BaseInfo, BotAuthor, BotRecord, Hyperparameters
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.publishing.rules_in_words import rules_in_words
from huggingtweets_gui.tweets.dataset import build_dataset, raw_sha256, write_dataset
from huggingtweets_gui.tweets.languages import main_languages
from huggingtweets_gui.tweets.rules import Judged, Verdict, count
from huggingtweets_gui.workflow.choosing import Choice, judged_tweets
from huggingtweets_gui.workflow.plans import Plan

_LIBRARIES = ("torch", "transformers", "tokenizers", "safetensors")


def create_bot(
    library: Library,
    choices: Sequence[Choice],
    base: BaseInfo,
    plan: Plan,
    hyperparameters: Hyperparameters,
    folder: Path | None = None,
) -> Bot:
    """Write the dataset, the avatars and the record of a new bot.

    Args:
        library: remembers the bot.
        choices: one to three authors, and the rules that choose their tweets in the library.
        base: the base model.
        plan: the plan that ``hyperparameters`` come from.
        hyperparameters: how to train; their seed draws the split too.
        folder: where to put it; None for a new folder in the library.

    Raises:
        UserError: TOO_LITTLE_TEXT, TOO_FEW_TWEETS, TOO_MANY_AUTHORS, FOLDER_NOT_EMPTY, NO_ROOM,
            NOT_PERMITTED.
    """
    judged = {
        choice.author.handle: judged_tweets(library, choice.author.handle, choice.rules) for choice in choices
    }
    entries = build_dataset(judged, hyperparameters.seed)
    try:
        layout = BotLayout(
            _free(folder) if folder else library.bots.new_folder(c.author.handle for c in choices)
        )
        layout.folder.mkdir(parents=True, exist_ok=True)
        dataset_sha256 = write_dataset(layout.dataset, entries)
        for choice in choices:
            if picture := choice.author.avatar:
                atomic.write_bytes(layout.new_avatar(choice.author.handle, picture), picture)
        record = _record(choices, judged, base, plan, hyperparameters, dataset_sha256)
        return library.bots.add(layout.folder, record)
    except OSError as error:
        raise UserError.of_file(error, folder or library.home.bots) from error


def _record(
    choices: Sequence[Choice],
    judged: Mapping[str, Sequence[Judged]],
    base: BaseInfo,
    plan: Plan,
    hyperparameters: Hyperparameters,
    dataset_sha256: str,
) -> BotRecord:
    kept = (one.tweet for tweets in judged.values() for one in tweets if one.verdict is Verdict.KEPT)
    return BotRecord(
        name=" & ".join(choice.author.name for choice in choices),
        created=datetime.now().astimezone().isoformat(timespec="seconds"),
        authors=[
            BotAuthor(
                handle=choice.author.handle,
                name=choice.author.name,
                counts=count(Counter(one.verdict for one in judged[choice.author.handle])),
                raw_sha256=raw_sha256(one.tweet for one in judged[choice.author.handle]),
            )
            for choice in choices
        ],
        rules=rules_in_words(choices[0].rules),
        languages=main_languages(tweet.language for tweet in kept),
        dataset_sha256=dataset_sha256,
        base=base,
        plan=plan.name,
        hyperparameters=hyperparameters,
        versions={
            "huggingtweets-gui": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
    )


def _free(folder: Path) -> Path:
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise UserError(ErrorCode.FOLDER_NOT_EMPTY, name=folder)
    return folder.absolute()
