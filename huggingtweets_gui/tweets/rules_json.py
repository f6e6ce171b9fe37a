"""Rules as text: equal rules make equal texts, so that one can be compared for the other."""

import json
from dataclasses import asdict

from huggingtweets_gui.tweets.rules import Rules

# Raised whenever the same rules begin to give some tweet another verdict or another text.
JUDGING_VERSION = 2


def rules_to_json(rules: Rules) -> str:
    """Return what the verdicts under some rules hang on, as one JSON object.

    Its keys are sorted: the fields of the rules, days as ``YYYY-MM-DD``; ``compares``, as the rules have
    it; and ``version``, that of the judging.
    """
    record = asdict(rules)
    for name in ("since", "until"):
        record[name] = record[name] and record[name].isoformat()
    record["languages"] = None if rules.languages is None else sorted(rules.languages)
    return json.dumps(record | {"compares": rules.compares, "version": JUDGING_VERSION}, sort_keys=True)
