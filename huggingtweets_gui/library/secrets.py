"""The user's secrets, which are kept in the system's keyring and nowhere else."""

import logging

_log = logging.getLogger(__name__)

_SERVICE = "HuggingTweets"
_X_TOKEN = "X bearer token"


class Secrets:
    """Keeps the bearer token for X: in the system's keyring, or without one as long as this object lives.

    The keyring may ask the user for a password meanwhile: call this where waiting holds up nothing.
    """

    def __init__(self) -> None:
        self._for_now: str | None = None

    def x_token(self) -> str | None:
        """Return the token, or None where none is kept."""
        if self._for_now is None and keyring_works():
            import keyring

            try:
                return keyring.get_password(_SERVICE, _X_TOKEN)
            except Exception as error:
                _tell(error)
        return self._for_now

    def keep_x_token(self, token: str) -> bool:
        """Keep the token; return whether the keyring has it, else it is forgotten with this object."""
        self._for_now = None
        if keyring_works():
            import keyring

            try:
                keyring.set_password(_SERVICE, _X_TOKEN, token)
                return True
            except Exception as error:
                _tell(error)
        self._for_now = token
        return False

    def forget_x_token(self) -> None:
        """Keep no token any more."""
        self._for_now = None
        if keyring_works():
            import keyring

            try:
                if keyring.get_password(_SERVICE, _X_TOKEN) is not None:
                    keyring.delete_password(_SERVICE, _X_TOKEN)
            except Exception as error:
                _tell(error)


def keyring_works() -> bool:
    """Return whether this system has a keyring, as far as that can be told without opening it."""
    # Loaded when first needed, so that the window is painted sooner.
    import keyring
    from keyring.backends import fail, null

    try:
        return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)
    except Exception as error:
        _tell(error)
        return False


def _tell(error: Exception) -> None:
    # Behind the keyring stand many systems, each with errors of its own. What they say may quote the secret.
    _log.info("the keyring does not work: %s", type(error).__name__)
