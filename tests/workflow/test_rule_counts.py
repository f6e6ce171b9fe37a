from dataclasses import fields
from datetime import UTC, datetime

import pytest

from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.tweets.model import Author, Tweet
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


def counts_of(library, tweets):
    library.tweets.add(Author("mira", "Mira"), tweets)
    return rule_counts(library, "Mira")


def test_every_switch_is_counted(library):
    assert set(counts_of(library, [])) == {field.name for field in fields(Rules) if field.type is bool}


def test_each_rule_counts_the_tweets_that_it_is_about(library):
    same = "A letter from the mainland! It was a bill. The mainland remains the mainland."
    counts = counts_of(
        library,
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
        ),
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


def test_only_whole_threads_of_the_author_are_joined(library):
    answers = {
        30: None,
        31: 30,
        32: 31,
        33: 99,  # somebody else's tweet
        34: None,
    }
    changes = [{"id": id_, "reply_to_id": answered} for id_, answered in answers.items()]
    assert counts_of(library, tweets(*changes))["join_threads"] == 2


def test_the_count_can_be_cancelled_between_a_few_thousand_tweets(library):
    library.tweets.add(Author("mira", "Mira"), tweets(*({"id": number} for number in range(5000))))

    def cancel(done, total):
        if done:
            assert (done, total) == (2000, 5000)
            raise Cancelled

    with pytest.raises(Cancelled):
        rule_counts(library, "mira", cancel)
