"""A bearer token for the keys of an app: X gives it once, and it stays the same until the user withdraws it.

tweepy's own way to ask for it waits for ever where no answer comes, so it is asked for here.
"""

from requests import Session
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.x_access import AppKeys, parse_token
from huggingtweets_gui.tweets.x_api import TimedAdapter
from huggingtweets_gui.tweets.x_errors import NAME, unreached

_ADDRESS = "https://api.twitter.com/oauth2/token"
_REFUSED = (400, 401, 403)


def bearer_token(keys: AppKeys, adapter: HTTPAdapter | None = None) -> str:
    """Ask X for the bearer token of an app; that costs nothing.

    Args:
        keys: from ``x_access.parse_keys``.
        adapter: what takes the request to X.

    Raises:
        UserError: X_KEYS_REFUSED, SERVICE_FAILING, SERVICE_SILENT, SERVICE_UNREACHABLE, SERVICE_GARBLED.
    """
    with Session() as session:
        session.mount("https://", adapter or TimedAdapter())
        try:
            answer = session.post(
                _ADDRESS, auth=(keys.key, keys.secret), data={"grant_type": "client_credentials"}
            )
            told = answer.json() if answer.ok else {}
        except RequestException as error:
            raise unreached(error) from None  # What it says may hold the keys.
    if answer.status_code in _REFUSED:
        raise UserError(ErrorCode.X_KEYS_REFUSED, details=f"{answer.status_code} {answer.reason}")
    if not answer.ok:
        raise UserError(ErrorCode.SERVICE_FAILING, service=NAME, status=answer.status_code)
    token = told.get("access_token") if isinstance(told, dict) else None
    if not isinstance(token, str) or told.get("token_type") != "bearer":
        raise UserError(ErrorCode.SERVICE_GARBLED, details="no bearer token", service=NAME)
    return parse_token(token)
