"""Asking for the newest version, of a release page on the loopback."""

from collections.abc import Iterator

import pytest

from huggingtweets_gui.workflow.updates import NoAnswer, is_newer, newest_version
from tests.services.fake_server import Answer, FakeServer


@pytest.fixture
def page() -> Iterator[FakeServer]:
    with FakeServer(
        lambda _: Answer({"tag_name": "v1.10.2", "html_url": "https://elsewhere.test/"})
    ) as server:
        yield server


def test_the_newest_version_is_asked_for_and_nothing_else_said(page: FakeServer) -> None:
    assert newest_version(f"{page.address}/releases/latest") == "1.10.2"
    [asked] = page.asked
    assert (asked.path, asked.query, asked.authorization) == ("/releases/latest", {}, None)


def test_a_project_that_has_moved_is_followed(page: FakeServer) -> None:
    page.instead.append(Answer(status=301, headers={"Location": f"{page.address}/new"}))
    assert newest_version(page.address) == "1.10.2"


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"message": "Not Found"}, status=404),
        Answer({"message": "rate limit"}, status=403),
        Answer(status=500),
        Answer(b"<html>Welcome to this hotel</html>"),
        Answer([1, 2]),
        Answer({"tag_name": None}),
        Answer({"tag_name": "nightly"}),
        Answer({"tag_name": "1.2; rm"}),
        Answer({"tag_name": "v1.10.2"}, cut=4),
        Answer(b"1" * 2_000_000),
    ],
)
def test_whatever_else_comes_is_no_answer(page: FakeServer, answer: Answer) -> None:
    page.instead.append(answer)
    with pytest.raises(NoAnswer):
        newest_version(page.address)


def test_without_a_network_there_is_no_answer(page: FakeServer) -> None:
    page.stop()
    with pytest.raises(NoAnswer):
        newest_version(page.address)


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.1.1", "0.1.0", True),
        ("0.10.0", "0.9.9", True),
        ("1.0", "0.9", True),
        ("0.1.0", "0.1.0", False),
        ("0.1", "0.1.0", False),
        ("0.1.0", "0.2.0", False),
        ("", "0.1.0", False),
        ("gull", "0.1.0", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer
