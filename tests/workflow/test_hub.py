"""What is asked of the Hub and how its refusals are told."""

from collections.abc import Iterator

import pytest
from huggingface_hub import close_session, constants

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.workflow.hub import Hub
from huggingtweets_gui.workflow.remote import Unavailable
from tests.fake_hub import COMMIT, FakeHub, model_files

REPO = "someone/some-model"
NAME = "model.safetensors"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    with FakeHub(REPO, model_files(bytes(600_000))) as fake:
        yield fake
        close_session()


def test_a_snapshot_is_one_commit_with_sizes_and_hashes(fake: FakeHub) -> None:
    snapshot = Hub(fake.address()).snapshot(REPO)
    assert (snapshot.repo, snapshot.commit) == (REPO, COMMIT)
    assert {file.name: file.size for file in snapshot.files} == {n: len(d) for n, d in fake.files.items()}
    assert [file.name for file in snapshot.files if file.sha256] == [NAME]


def test_the_token_goes_to_the_hub_and_to_no_other_host(fake: FakeHub) -> None:
    hub = Hub(fake.address())
    received = b"".join(piece for _, piece in hub.read(hub.snapshot(REPO), NAME, 0))
    assert received == fake.files[NAME]
    tokens = {asked.host: asked.token for asked in fake.asked}
    assert tokens == {"hub": "Bearer hf_secret", "cdn": None}


def test_each_piece_comes_with_its_place(fake: FakeHub) -> None:
    hub = Hub(fake.address())
    position = 1000
    for place, piece in hub.read(hub.snapshot(REPO), NAME, position):
        assert (place, piece) == (position, fake.files[NAME][position : position + len(piece)])
        position += len(piece)
    assert position == len(fake.files[NAME])


def test_a_gated_model_needs_permission(fake: FakeHub) -> None:
    fake.gated = True
    with pytest.raises(UserError, match=REPO) as caught:
        Hub(fake.address()).snapshot(REPO)
    assert caught.value.code == ErrorCode.HUB_REFUSED


def test_a_missing_model_is_not_found(fake: FakeHub) -> None:
    with pytest.raises(UserError, match="someone/other") as caught:
        Hub(fake.address()).snapshot("someone/other")
    assert caught.value.code == ErrorCode.HUB_NOT_FOUND


@pytest.mark.parametrize("missing", ["config.json", NAME, "tokenizer.json"])
def test_a_repository_without_a_usable_model_is_not_found(fake: FakeHub, missing: str) -> None:
    del fake.files[missing], fake.files["merges.txt"]
    fake.files["pytorch_model.bin"] = b"a pickle"
    with pytest.raises(UserError) as caught:
        Hub(fake.address()).snapshot(REPO)
    assert caught.value.code == ErrorCode.HUB_NOT_FOUND


@pytest.mark.parametrize("status", [416, 429, 500, 502, 511])
def test_passing_failures_are_worth_another_try(fake: FakeHub, status: int) -> None:
    fake.statuses = [status]
    with pytest.raises(Unavailable):
        Hub(fake.address()).snapshot(REPO)


def test_a_file_that_the_server_has_no_part_of_is_a_passing_failure(fake: FakeHub) -> None:
    hub = Hub(fake.address())
    snapshot = hub.snapshot(REPO)
    fake.statuses = [416, 416]  # for a part, then for the whole
    with pytest.raises(Unavailable):
        list(hub.read(snapshot, NAME, 1000))


def test_a_page_in_place_of_the_listing_is_a_passing_failure(fake: FakeHub) -> None:
    fake.statuses = [200]  # the log-in page of a hotel's network
    with pytest.raises(Unavailable):
        Hub(fake.address()).snapshot(REPO)
