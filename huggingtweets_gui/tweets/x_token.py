"""The bearer token with which X's API is asked: what can be one at all."""

import re

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_TOKEN = re.compile(r"[\x21-\x7e]+")


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
