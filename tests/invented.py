"""Tweets of people who never lived, as the records of an archive."""

import html
import random
from datetime import UTC, datetime, timedelta
from typing import Any

Record = dict[str, Any]

TWITTER_EPOCH = datetime.fromtimestamp(1288834974.657, UTC)
SOURCE = '<a href="https://mobile.example.com" rel="nofollow">Twitter Web App</a>'

_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_OPENINGS = ["Honestly,", "This morning", "Once again", "I think", "Good news:", "It turns out", "Reminder:"]
_SUBJECTS = [
    "the lighthouse keeper",
    "my neighbour's goat",
    "the last ferry",
    "an old accordion",
    "our tomato plant",
    "the night baker",
    "a very small crab",
    "the harbour clock",
    "the choir",
    "my left boot",
]
_VERBS = [
    "has forgotten",
    "dreams of",
    "repainted",
    "sings to",
    "lost",
    "is proud of",
    "hides from",
    "wrote about",
]
_OBJECTS = [
    "the foggy pier",
    "seven blue buckets",
    "a bag of walnuts",
    "the winter market",
    "every single gull",
    "the tide table",
    "a borrowed umbrella",
    "grandmother's map",
    "the station cat",
    "salt & pepper",
]
_ENDINGS = [
    "and nobody minds.",
    "but the rain does not care.",
    "so I made soup.",
    "and that is how Tuesdays work.",
    "which explains the noise.",
    "before breakfast!",
    "because the wind turned north.",
    "and I have questions?",
]
_HANDLES = ["lamp_and_gull", "pier_nine", "walnut_post", "quiet_tram"]
_EMOJI = ["🌊", "🐐", "✨", "🥣", "👩‍🚀"]


def snowflake(sent: datetime, number: int = 0) -> int:
    """Return the id that a tweet sent then has; ``number`` tells tweets of one millisecond apart."""
    return (round((sent - TWITTER_EPOCH) / timedelta(milliseconds=1)) << 22) + number


def sent_at(record: Record) -> datetime:
    """Return when a record of ``tweet_record`` was sent."""
    return TWITTER_EPOCH + timedelta(milliseconds=int(record["id_str"]) >> 22)


def tweet_record(text: str, sent: datetime, **fields: object) -> Record:
    """Return a tweet as archives hold it since 2022; ``text`` as its author typed it, ``fields`` override."""
    identifier = str(snowflake(sent))
    return {
        "edit_info": {
            "initial": {"editTweetIds": [identifier], "isEditEligible": True, "editsRemaining": "5"}
        },
        "retweeted": False,
        "source": SOURCE,
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "3",
        "id_str": identifier,
        "truncated": False,
        "retweet_count": "0",
        "id": identifier,
        "created_at": f"{_DAYS[sent.weekday()]} {_MONTHS[sent.month - 1]} {sent:%d %H:%M:%S +0000 %Y}",
        "favorited": False,
        "full_text": html.escape(text, quote=False),
        "lang": "en",
    } | fields


def reply_fields(to: Record | None = None, handle: str = "pier_nine") -> Record:
    """Return the fields that make a tweet a reply, to one tweet or to a person only."""
    person = {
        "in_reply_to_user_id": "77",
        "in_reply_to_user_id_str": "77",
        "in_reply_to_screen_name": handle,
    }
    if to is None:
        return person
    return person | {"in_reply_to_status_id": to["id_str"], "in_reply_to_status_id_str": to["id_str"]}


def photo_fields(number: int) -> Record:
    """Return the fields of a tweet with a photo, which are most of its bytes."""
    identifier = str(10**18 + number * 7_046_029_254_386_353 % 10**18)  # as odd as true ones are
    photo = {
        "expanded_url": f"https://twitter.com/gull_keeper/status/{identifier}/photo/1",
        "indices": ["80", "103"],
        "url": f"https://t.co/{identifier[-10:]}",
        "media_url": f"http://pbs.example.com/media/{identifier}.jpg",
        "id_str": identifier,
        "id": identifier,
        "media_url_https": f"https://pbs.example.com/media/{identifier}.jpg",
        "sizes": {
            size: {"w": str(width), "h": str(width * 3 // 4), "resize": "fit"}
            for size, width in (("small", 680), ("medium", 1200), ("large", 2048), ("thumb", 150))
        },
        "type": "photo",
        "display_url": f"pic.twitter.com/{identifier[-10:]}",
    }
    entities = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": [], "media": [photo]}
    return {"entities": entities, "extended_entities": {"media": [photo]}}


def invented_tweets(count: int, seed: int = 0) -> list[Record]:
    """Return ``count`` records in mixed order, from 2014 on, the same for the same ``seed``.

    Among them are replies, threads, retweets, links, emoji, hashtags and tweets of one word. From 150
    on they keep well over 6,000 characters under the classic rules.
    """
    rng = random.Random(seed)
    sent = datetime(2014, 3, 1, 8, 0, 0, tzinfo=UTC)
    step = min(timedelta(days=1), timedelta(days=3000) / max(count, 1))
    records: list[Record] = []
    for number in range(count):
        sent += step * rng.uniform(0.5, 1.5)
        records.append(_record(rng, number, sent, records[-1] if records else None))
    rng.shuffle(records)
    return records


def _record(rng: random.Random, number: int, sent: datetime, previous: Record | None) -> Record:
    sentence = _sentence(rng)
    handle = rng.choice(_HANDLES)
    match number % 20:
        case 3:
            return tweet_record(f"RT @{handle}: {sentence}", sent)
        case 5 | 6:
            return tweet_record(f"@{handle} {sentence}", sent, **reply_fields(handle=handle))
        case 8 | 9 if previous:
            return tweet_record(sentence, sent, **reply_fields(previous, "gull_keeper"))
        case 11:
            link = {"url": f"https://t.co/inv{number:07}", "expanded_url": f"https://example.com/{number}"}
            entities = {"hashtags": [], "user_mentions": [], "urls": [link]}
            return tweet_record(f"{sentence} {link['url']}", sent, entities=entities)
        case 13:
            return tweet_record(f"{sentence} {rng.choice(_EMOJI)}", sent)
        case 15:
            return tweet_record(f"{sentence} #harbourlife", sent)
        case 17:
            return tweet_record("Soup.", sent, lang="qst")
        case _:
            return tweet_record(sentence, sent)


def _sentence(rng: random.Random) -> str:
    words = [rng.choice(part) for part in (_OPENINGS, _SUBJECTS, _VERBS, _OBJECTS, _ENDINGS)]
    return " ".join(words)
