"""The token in the system's keyring, and where there is none."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from huggingtweets_gui.library.secrets import Secrets, keyring_works
from tests.services.fake_keyring import BrokenKeyring, FakeKeyring

TOKEN = "AAAAsecret"


@pytest.fixture(autouse=True)
def _before() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_the_token_outlives_the_program_in_the_keyring() -> None:
    keyring.set_keyring(FakeKeyring())
    assert Secrets().x_token() is None
    assert Secrets().keep_x_token(TOKEN)
    assert Secrets().x_token() == TOKEN
    Secrets().forget_x_token()
    assert Secrets().x_token() is None
    Secrets().forget_x_token()


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), BrokenKeyring()])
def test_without_a_keyring_it_is_kept_for_this_run_only(
    backend: KeyringBackend, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    keyring.set_keyring(backend)
    secrets = Secrets()
    assert secrets.x_token() is None
    assert not secrets.keep_x_token(TOKEN)
    assert secrets.x_token() == TOKEN
    assert Secrets().x_token() is None
    secrets.forget_x_token()
    assert secrets.x_token() is None
    assert TOKEN not in caplog.text


def test_whether_there_is_a_keyring_is_told() -> None:
    keyring.set_keyring(FakeKeyring())
    assert keyring_works()
    keyring.set_keyring(fail.Keyring())
    assert not keyring_works()
