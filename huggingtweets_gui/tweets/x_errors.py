"""What X's refusals mean to the user, and which of its failures are worth another try."""

from typing import Any

import tweepy
from requests.exceptions import ContentDecodingError, InvalidJSONError, RequestException, Timeout

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.service import RateLimited, Unavailable
from huggingtweets_gui.tweets.values import dict_of

NAME = "X"

_STATUS_NO_CREDITS = 402
_MEANINGS = {
    tweepy.Unauthorized: ErrorCode.X_TOKEN_REFUSED,
    tweepy.Forbidden: ErrorCode.X_FORBIDDEN,
}


def explain(error: Exception, handle: str) -> Exception:
    """Return what to raise for an error of tweepy, or of the connection beneath it.

    Args:
        error: what came up.
        handle: whom the request was about.

    Returns:
        A ``UserError``, an ``Unavailable`` or a ``RateLimited``.
    """
    if isinstance(error, tweepy.HTTPException):
        return _of_status(error, handle)
    return Unavailable(unreached(error))


def unreached(error: Exception) -> UserError:
    """Return the error for a request that got no answer, or none that can be read."""
    details = type(error).__name__  # What it says names the person, and details go to the log.
    if isinstance(error, Timeout):
        return UserError(ErrorCode.SERVICE_SILENT, details=details, service=NAME)
    if isinstance(error, RequestException) and not isinstance(error, InvalidJSONError | ContentDecodingError):
        return UserError(ErrorCode.SERVICE_UNREACHABLE, details=details, service=NAME)
    return UserError(ErrorCode.SERVICE_GARBLED, details=details, service=NAME)


def garbled(details: str) -> Unavailable:
    """Return the error for an answer that is none of X's."""
    return Unavailable(UserError(ErrorCode.SERVICE_GARBLED, details=details, service=NAME))


def no_user(answer: dict[str, object], handle: str) -> UserError:
    """Return why an answer of status 200 holds no user or no posts: what its ``errors`` say."""
    errors = answer.get("errors")
    problems = [dict_of(one) for one in errors] if isinstance(errors, list) else []
    told = " ".join(str(problem.get(key)) for problem in problems for key in ("title", "detail", "type"))
    if "suspended" in told:
        code = ErrorCode.X_USER_SUSPENDED
    elif "not-authorized" in told or "not authorized" in told:
        code = ErrorCode.X_USER_PROTECTED
    else:
        code = ErrorCode.X_USER_UNKNOWN
    return UserError(code, handle=handle)


def _of_status(error: tweepy.HTTPException, handle: str) -> Exception:
    response: Any = error.response
    details = f"{response.status_code} {response.reason}"
    if "suspended" in response.text and isinstance(error, tweepy.Forbidden):
        return UserError(ErrorCode.X_USER_SUSPENDED, details=details, handle=handle)
    if isinstance(error, tweepy.NotFound):
        return UserError(ErrorCode.X_USER_UNKNOWN, details=details, handle=handle)
    if isinstance(error, tweepy.TooManyRequests):
        if "UsageCapExceeded" in response.text:  # No rate: waiting a quarter of an hour changes nothing.
            return UserError(ErrorCode.X_CAP_REACHED, details=details)
        return RateLimited(error.reset_time, UserError(ErrorCode.SERVICE_BUSY, details=details, service=NAME))
    if response.status_code == _STATUS_NO_CREDITS:
        return UserError(ErrorCode.X_NO_CREDITS, details=details)
    if type(error) in _MEANINGS:
        return UserError(_MEANINGS[type(error)], details=details)
    if isinstance(error, tweepy.TwitterServerError | tweepy.BadRequest):
        status = response.status_code
        told = UserError(ErrorCode.SERVICE_FAILING, details=details, service=NAME, status=status)
        return told if isinstance(error, tweepy.BadRequest) else Unavailable(told)
    return garbled(details)
