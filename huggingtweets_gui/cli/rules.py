"""The options that say which tweets are kept."""

import argparse
import re
from dataclasses import replace
from datetime import date

from huggingtweets_gui.tweets.languages import language
from huggingtweets_gui.tweets.rules import RULE_SETS, Rules

_LANGUAGE = re.compile(r"[a-z]{2,3}", re.IGNORECASE)


def add_rules(command: argparse.ArgumentParser) -> None:
    """Add the options to a command; ``chosen_rules`` reads them."""
    command.add_argument("--rules", choices=RULE_SETS, default="better", help="how to clean (better)")
    command.add_argument("--since", type=_day, metavar="DAY", help="keep tweets from this day on, in UTC")
    command.add_argument("--until", type=_day, metavar="DAY", help="keep tweets up to this day")
    command.add_argument(
        "--language",
        action="append",
        type=_code,
        metavar="CODE",
        help="keep this language, such as en; again for others; und for tweets whose language is not known",
    )


def chosen_rules(arguments: argparse.Namespace) -> Rules:
    """Return the rules that the options ask for."""
    return replace(
        RULE_SETS[arguments.rules],
        since=arguments.since,
        until=arguments.until,
        languages=frozenset(arguments.language) if arguments.language else None,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2021-03-14") from error


def _code(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text} is not a language's code such as en")
    return language(text)
