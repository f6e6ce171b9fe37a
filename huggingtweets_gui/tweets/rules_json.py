"""Rules as text: equal rules make equal texts, so that one can be compared for the other."""

import json
from dataclasses import asdict
from datetime import date

from huggingtweets_gui.tweets.rules import Rules

_DAYS = ("since", "until")


def rules_to_json(rules: Rules) -> str:
    """Return rules as one JSON object, its keys sorted, days as ``YYYY-MM-DD``."""
    record = asdict(rules)
    record |= {name: record[name].isoformat() for name in _DAYS if record[name] is not None}
    if rules.languages is not None:
        record["languages"] = sorted(rules.languages)
    return json.dumps(record, sort_keys=True)


def rules_from_json(text: str) -> Rules:
    """Return the rules that ``rules_to_json`` made this text of.

    Raises:
        ValueError, TypeError: it is not such a text.
    """
    record = json.loads(text)
    record |= {name: date.fromisoformat(record[name]) for name in _DAYS if record[name] is not None}
    if record["languages"] is not None:
        record["languages"] = frozenset(record["languages"])
    return Rules(**record)
