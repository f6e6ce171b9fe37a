"""The commands ``import`` and ``tweets``."""

import argparse
from pathlib import Path

from huggingtweets_gui.cli.rules import chosen_rules
from huggingtweets_gui.cli.show import COUNT_NAMES, ByteProgress, print_json, print_table, print_text, tell
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.model import parse_handle
from huggingtweets_gui.tweets.posts import Answers, Columns
from huggingtweets_gui.tweets.rules import Judged, Rules, Verdict, judge
from huggingtweets_gui.tweets.sources import read_source
from huggingtweets_gui.workflow.choosing import Choice, choose, judged_tweets
from huggingtweets_gui.workflow.importing import Imported, import_sources

_FILE_ENDINGS = (".zip", ".js", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".car", ".gz")


def import_(arguments: argparse.Namespace, home: Home) -> int:
    """Read archives, keep their tweets, and print the counts."""
    with Library(home) as library:
        for imported in import_archives(library, arguments.source, arguments.handle, arguments.column):
            print_imported(library, imported, chosen_rules(arguments), as_json=arguments.json)
    return 0


def tweets(arguments: argparse.Namespace, home: Home) -> int:
    """Print the kept tweets of an archive, which the library does not keep, or of an author in it."""
    for one in _judged(arguments, chosen_rules(arguments), home):
        if one.verdict is not Verdict.KEPT:
            continue
        if arguments.jsonl:
            print_json({"id": str(one.tweet.id), "text": one.text})
        else:
            print_text(one.text)
    return 0


def import_archives(
    library: Library, paths: list[Path], handle: str | None = None, columns: Columns | None = None
) -> list[Imported]:
    """Import archives with progress on standard error; what was lost to damage is told there."""
    with ByteProgress("Reading") as progress:
        imported = import_sources(library, paths, handle, progress, columns)
    for one in imported:
        if one.lost_records:
            lost = "1 tweet" if one.lost_records == 1 else f"{one.lost_records:,} tweets"
            tell(f"Lost to damage: {lost} of @{one.author.handle}. The others are kept.")
    return imported


def print_imported(library: Library, imported: Imported, rules: Rules, *, as_json: bool) -> None:
    """Print the counts of an author's tweets under these rules."""
    choice = choose(library, imported.author.handle, rules)
    if as_json:
        print_json({"handle": choice.author.handle, "name": choice.author.name, "counts": choice.counts})
    else:
        _print_counts(choice, imported.new)


def _judged(arguments: argparse.Namespace, rules: Rules, home: Home) -> list[Judged]:
    source: str = arguments.source
    if is_path(source):
        handle = parse_handle(arguments.handle) if arguments.handle is not None else None
        with ByteProgress("Reading") as progress:
            found = read_source(Path(source), progress, Answers(handle, arguments.column)).tweets
        return judge(found, rules)
    with Library(home) as library:
        return judged_tweets(library, parse_handle(source), rules)


def is_path(source: str) -> bool:
    """Return whether an argument names a file or folder rather than an author.

    What could be a handle, or is a profile's address, names an author unless such a file exists or
    it ends as files of posts do.
    """
    try:
        parse_handle(source)
    except UserError:
        return True
    return Path(source).exists() or source.lower().endswith(_FILE_ENDINGS)


def _print_counts(choice: Choice, new: int) -> None:
    print_text(f"{choice.author.name} (@{choice.author.handle}), {new:,} new in the library")
    print_table(((COUNT_NAMES[key], f"{value:,}") for key, value in choice.counts.items()), frozenset({1}))
