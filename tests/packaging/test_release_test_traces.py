"""What the release test makes of the traces that a program leaves: files and network addresses."""

import os

import pytest
from release_test.listing import Allowed, differences, list_files, unexpected
from release_test.network import addresses, calls


def test_what_was_made_changed_or_removed_is_listed(tmp_path):
    for name in ("changed", "removed", "same"):
        (tmp_path / name).write_text("a")
    before = list_files(tmp_path)
    (tmp_path / "changed").write_text("another")
    (tmp_path / "removed").unlink()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/made").write_text("new")
    assert differences(before, list_files(tmp_path)) == [
        "changed /changed",
        "made /folder",
        "made /folder/made",
        "removed /removed",
    ]


def test_a_folder_in_which_something_was_made_and_removed_again_is_as_it_was(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    before = list_files(tmp_path)
    (folder / "passing").write_text("a")
    (folder / "passing").unlink()
    os.utime(folder)
    assert differences(before, list_files(tmp_path)) == []


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "link").symlink_to("/")
    assert list(list_files(tmp_path)) == ["/link"]


def test_what_is_allowed_is_not_told():
    allowed = [Allowed("/home/*/.cache", "a parent"), Allowed("/home/*/.cache/Name/*", "its own")]
    lines = ["made /home/a/.cache", "made /home/a/.cache/Name/b/c", "made /home/a/.cache/Other/b"]
    assert unexpected(lines, allowed) == ["made /home/a/.cache/Other/b"]


TRACE = """\
7 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3
7 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X9"}, 20) = 0
8 connect(5, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16 <unfinished ...>
8 <... connect resumed>) = -1 ENETUNREACH (Network is unreachable)
8 connect(5, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16) = 0
9 sendto(6, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(53), sin6_flowinfo=htonl(0), \
inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 1
+++ exited with 0 +++
"""


def test_network_addresses_are_found_once_each_and_sockets_of_the_machine_are_none():
    assert addresses(TRACE) == [
        "connect AF_INET 192.0.2.7 port 443",
        "sendto AF_INET6 2001:db8::1 port 53",
    ]


@pytest.mark.parametrize(("trace", "wanted"), [(TRACE, 5), ("", 0)])
def test_a_trace_of_nothing_is_told_from_one_without_addresses(trace, wanted):
    assert calls(trace) == wanted
