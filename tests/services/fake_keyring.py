"""Keyrings for the tests: one in memory, and one that is there but locked for good."""

from keyring.backend import KeyringBackend


class FakeKeyring(KeyringBackend):
    """Keeps passwords as long as it lives."""

    priority = -2.0  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.passwords[service, username]


class BrokenKeyring(KeyringBackend):
    """Fails as the bus of a desktop does, with an error that is none of keyring's own."""

    priority = -2.0

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("the bus is gone")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"the bus is gone; it did not take {password}")

    def delete_password(self, service: str, username: str) -> None:
        raise OSError("the bus is gone")
