"""The commands about what is kept: ``bots``, ``delete``, ``forget``, ``export``, ``doctor``."""

import argparse
import platform
import shutil
from importlib.metadata import version

from huggingtweets_gui import __version__
from huggingtweets_gui.cli.narrator import tell_silence
from huggingtweets_gui.cli.show import print_json, print_table, print_text, size
from huggingtweets_gui.foundation.disk import disk_used
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.publishing.export import export_bot
from huggingtweets_gui.tweets.model import parse_handle
from huggingtweets_gui.workflow.base_choice import choose_base, is_present
from huggingtweets_gui.workflow.describing import check_device, describe
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.forgetting import bots_of, forget_author
from huggingtweets_gui.workflow.speed import in_words
from huggingtweets_gui.workflow.stopping import StopRequest


def list_(arguments: argparse.Namespace, home: Home) -> int:
    """List the bots, newest first."""
    with Library(home) as library:
        found = library.bots.all()
    if arguments.json:
        for bot in found:
            handles = [author.handle for author in bot.record.authors]
            print_json(
                {
                    "name": bot.record.name,
                    "handles": handles,
                    "status": _status(bot),
                    "folder": str(bot.folder),
                }
            )
    elif not found:
        print("There are no bots yet.")
    else:
        rows = [
            (
                bot.record.name,
                " ".join(f"@{author.handle}" for author in bot.record.authors),
                _status(bot),
                size(disk_used(bot.folder)),
                str(bot.folder),
            )
            for bot in found
        ]
        print_table(rows, frozenset({3}))
    return 0


def delete(arguments: argparse.Namespace, home: Home) -> int:
    """Delete a bot."""
    with Library(home) as library:
        bot = library.bots.find(arguments.bot)
        freed = disk_used(bot.folder)
        library.bots.delete(bot)
    print_text(f"Deleted {bot.record.name}; {size(freed)} freed.")
    return 0


def forget(arguments: argparse.Namespace, home: Home) -> int:
    """Forget an author."""
    with Library(home) as library:
        author = library.tweets.author(parse_handle(arguments.handle))
        bots = bots_of(library, author.handle)
        if arguments.bots:
            for bot in bots:
                library.bots.delete(bot)
        forget_author(library, author.handle)
    kept = "" if arguments.bots or not bots else " Its finished bots are kept, without the tweets."
    print_text(f"Forgot @{author.handle}: all tweets are deleted.{kept}")
    return 0


def export(arguments: argparse.Namespace, home: Home) -> int:
    """Copy what others may have of a bot."""
    with Library(home) as library:
        bot = library.bots.find(arguments.bot)
    export_bot(bot.layout, arguments.folder)
    print_text(f"{bot.record.name} is in {arguments.folder}")
    return 0


def doctor(arguments: argparse.Namespace, home: Home) -> int:
    """Say what this computer and this installation can do; with ``--test``, try the device too."""
    rows = {
        "HuggingTweets": __version__,
        "Python": f"{platform.python_version()} on {platform.platform()}",
        **{name: version(name) for name in ("PySide6_Essentials", "torch", "transformers")},
        "Data": f"{home.root}, {size(_free(home))} free",
        "Starter model": (
            "ready" if is_present(choose_base("starter", home)) else "unpacked at the first training"
        ),
    }
    asked, works = "Engine", True
    with EngineClient(home.logs / "engine.log", packs=home.gpu_packs) as engine:
        try:
            device = describe(engine, "auto", tell_silence, StopRequest())
            # The GPU pack brings another than the program's own.
            rows["torch"] = engine.torch_version
            rows |= {
                "Device": f"{device.name}, {device.precision}. {device.reason}",
                "Memory": f"{size(device.free_memory)} of {size(device.total_memory)} free",
                "Speed": f"{device.flops / 1e9:,.0f} GFLOP/s in a matrix product",
            }
            if arguments.test:
                asked = "Test"
                rows[asked] = in_words(check_device(engine, "auto", tell_silence, StopRequest()))
        except UserError as error:
            works = False
            rows[asked] = str(error)
    print_table(list(rows.items()))
    return 0 if works else 1


def _status(bot: Bot) -> str:
    if bot.ready:
        return "ready"
    step = bot.resumable_step
    return "not trained yet" if step is None else f"stopped at step {step}"


def _free(home: Home) -> int:
    folder = home.root
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
