"""What X's API asks for, and how much it gives. It is not asked here."""

import re
from dataclasses import dataclass, field

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

MOST_POSTS = 3200  # of one person: the most recent ones
# Dollars, as X's price list of 2026 has them.
POST_PRICE = 0.005
OWN_POST_PRICE = 0.001
USER_PRICE = 0.010

_TOKEN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class AppKeys:
    """What X calls the API key and the API key secret of an app, or its consumer keys."""

    key: str = field(repr=False)
    secret: str = field(repr=False)


def parse_token(text: str) -> str:
    """Return the bearer token in ``text``, which X may still refuse.

    Raises:
        UserError: X_TOKEN_MISSING, X_TOKEN_MALFORMED.
    """
    token = text.strip().removeprefix("Bearer ").strip()
    if not token:
        raise UserError(ErrorCode.X_TOKEN_MISSING)
    # The HTTP client would quote any other in its error.
    if not _TOKEN.fullmatch(token):
        raise UserError(ErrorCode.X_TOKEN_MALFORMED)
    return token


def parse_keys(key: str, secret: str) -> AppKeys:
    """Return the keys of an app, which X may still refuse.

    Raises:
        UserError: X_KEYS_MALFORMED.
    """
    keys = AppKeys(key.strip(), secret.strip())
    # A colon would end the key where the two are sent as one.
    if ":" in keys.key or not all(map(_TOKEN.fullmatch, (keys.key, keys.secret))):
        raise UserError(ErrorCode.X_KEYS_MALFORMED)
    return keys
