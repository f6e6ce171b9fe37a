"""A post, as the second version of X's API gives it, into a ``Tweet``."""

from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.moments import moment, moment_of_x_id
from huggingtweets_gui.tweets.values import dict_of, id_of, text_of


def parse_post(record: dict[str, object]) -> Tweet | None:
    """Return the tweet in a record of the API, or None where its id or text is missing or damaged.

    Only these two are always there, and the time is in the id too; ids from before late 2010 hold
    none, and such a post is None without a time of its own.
    """
    identifier = id_of(record.get("id"))
    text = text_of(record.get("text"))
    created_at = moment(record.get("created_at")) or (moment_of_x_id(identifier) if identifier else None)
    if identifier is None or text is None or created_at is None:
        return None
    referenced = record.get("referenced_tweets")
    others = {
        text_of(dict_of(other).get("type")): id_of(dict_of(other).get("id"))
        for other in (referenced if isinstance(referenced, list) else ())
    }
    return Tweet(
        id=identifier,
        created_at=created_at,
        text=text,
        note_text=text_of(dict_of(record.get("note_tweet")).get("text")),
        is_retweet="retweeted" in others,
        reply_to_id=others.get("replied_to"),
        is_reply="replied_to" in others or bool(record.get("in_reply_to_user_id")),
        language=text_of(record.get("lang")) or None,
        application=text_of(record.get("source")) or None,
    )
