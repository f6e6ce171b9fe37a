from dataclasses import fields
from datetime import UTC, datetime

from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.rules import Rules
from huggingtweets_gui.workflow.rule_counts import rule_counts

_DAY = datetime(2021, 3, 14, tzinfo=UTC)
_LONG = "The fog came in like a guest who will not take the hint."


def tweets(*changes):
    texts = (
        "Tea count is nine and rising.",
        "Ships seen today: two, both lost.",
        "Gulls: I would rather not say.",
    )
    return [
        Tweet(**{"id": number, "created_at": _DAY, "text": texts[number % len(texts)]} | change)
        for number, change in enumerate(changes)
    ]


def test_every_switch_is_counted():
    assert set(rule_counts([])) == {field.name for field in fields(Rules) if field.type is bool}


def test_each_rule_counts_the_tweets_that_it_is_about():
    same = "A letter from the mainland! It was a bill. The mainland remains the mainland."
    counts = rule_counts(
        tweets(
            {"note_text": _LONG * 9},
            {"superseded": True},
            {"circle": True},
            {"text": f"@gullwatch {_LONG}", "is_reply": True},
            {"text": "Polished the lens. It looked back at me.", "is_reply": True},
            {"text": "The first line of it,\nand the second one, too."},
            {"text": same},
            {"text": f"{same} "},
            {"text": "Polished the lens, said the machine.", "application": "IFTTT"},
            {"text": "今日は霧が深いので灯台の灯をいつもより早くともしました"},
            {"text": "Write to me at mira@lighthouse.example, the boat brings it."},
            {"text": "The tide is late, as @otto said it would be.", "id": 20},
            {"text": "And it was.", "id": 21, "reply_to_id": 20},
        )
    )
    assert counts == {
        "join_notes": 1,
        "only_last_edit": 1,
        "leave_out_circle": 1,
        "count_letters": 1,
        "strip_mentions": 1,
        "keep_newlines": 1,
        "drop_duplicates": 1,
        "drop_automatic": 1,
        "join_threads": 1,
        "mask_contacts": 1,
        "mask_names": 2,
    }
