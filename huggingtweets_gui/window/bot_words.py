"""Where a bot comes from and how far it is, each in one line."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.window import words


def origin(bot: Bot, today: date | None = None) -> str:
    """Return "@lamp_and_gull · SmolLM2 135M · learned 23 November from 1,001 tweets"."""
    record = bot.record
    handles = " & ".join(f"@{author.handle}" for author in record.authors)
    tweets = sum(author.counts.get("kept", 0) for author in record.authors)
    learned = datetime.fromisoformat(record.created).date()
    this_year = learned.year == (today or date.today()).year
    # Qt's "C" locale speaks English, as the window does, whatever the system's language.
    day = QLocale.c().toString(
        QDate(learned.year, learned.month, learned.day), "d MMMM" if this_year else "d MMMM yyyy"
    )
    learned_from = words.several(tweets, "tweet", "tweets")
    return f"{handles} · {words.base(record.base.name)} · learned {day} from {learned_from}"


def standing(bot: Bot) -> str:
    """Return how far a bot is that does not learn now: "ready", or where its training was stopped."""
    count = len(bot.record.authors)
    if bot.ready:
        return f"cyborg of {count} · ready" if count > 1 else "ready"
    step = bot.resumable_step
    return "not trained yet" if step is None else f"stopped at step {step:,}"


def picture(bot: Bot) -> bytes | None:
    """Return the picture of the author of ``bot``; None where there is none or there are several authors."""
    authors = bot.record.authors
    path = bot.layout.avatar(authors[0].handle) if len(authors) == 1 else None
    try:
        return path.read_bytes() if path is not None else None
    except OSError:
        return None
