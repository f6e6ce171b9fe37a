"""The Hugging Face Hub: what a repository holds, and the bytes of its files.

Everything is asked through huggingface_hub's own client, so that the token, the address
(``HF_ENDPOINT``), proxies, certificates and the offline switch work as they do everywhere else.
That client drops the token when a download is redirected to another host.

Importing this module takes a while: import it where something is downloaded, not at the start.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# Read when huggingface_hub is imported: it would otherwise look up and send along what runs it.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import httpx2  # the HTTP client that huggingface_hub brings
from huggingface_hub import HfApi, get_session, hf_hub_url, hf_raise_for_status
from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled
from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

from huggingtweets_gui import __version__
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.workflow.base_folder import wanted
from huggingtweets_gui.workflow.remote import RemoteFile, Unavailable, first_position

_TIMEOUT = 10.0  # seconds without a sign of life
_REFUSED = {401, 403, 451}
_NOT_FOUND = {404, 410}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a base model in one commit of its repository."""

    repo: str
    commit: str
    files: tuple[RemoteFile, ...]


class Hub:
    """A Hub at ``endpoint``; by default the one that ``HF_ENDPOINT`` names, or huggingface.co."""

    def __init__(self, endpoint: str | None = None) -> None:
        self._api = HfApi(endpoint=endpoint, library_name="huggingtweets", library_version=__version__)

    @property
    def host(self) -> str:
        """The Hub's address without the scheme, for messages."""
        return self._api.endpoint.partition("://")[2]

    def snapshot(self, repo: str) -> Snapshot:
        """Ask which files of ``repo`` make its newest base model.

        Raises:
            UserError: HUB_REFUSED, HUB_NOT_FOUND or OFFLINE.
            Unavailable: the Hub does not answer properly now.
        """
        with self._explaining(repo):
            info = self._api.model_info(repo, files_metadata=True, timeout=_TIMEOUT)
        siblings = {sibling.rfilename: sibling for sibling in info.siblings or ()}
        files = []
        for name in sorted(wanted(set(siblings))):
            sibling = siblings[name]
            if sibling.size is None or sibling.blob_id is None:
                raise Unavailable(f"{self.host} names no size or hash of {name}")
            sha256 = sibling.lfs.sha256 if sibling.lfs else None
            files.append(RemoteFile(name, sibling.size, sha256, None if sha256 else sibling.blob_id))
        if not files or info.sha is None:
            details = "no safetensors weights, configuration or tokenizer"
            raise UserError(ErrorCode.HUB_NOT_FOUND, details=details, host=self.host, name=repo)
        return Snapshot(repo, info.sha, tuple(files))

    def read(self, snapshot: Snapshot, name: str, offset: int) -> Generator[tuple[int, bytes]]:
        """Yield the bytes of the file ``name`` from ``offset`` on, each piece with its place in the file.

        The first piece lies at 0 instead of at ``offset`` if the server cannot send a part of a file.

        Raises:
            UserError: HUB_REFUSED, HUB_NOT_FOUND or OFFLINE.
            Unavailable: the connection broke or the Hub does not answer properly now.
        """
        url = hf_hub_url(snapshot.repo, name, revision=snapshot.commit, endpoint=self._api.endpoint)
        headers = build_hf_headers(library_name="huggingtweets", library_version=__version__)
        headers["Accept-Encoding"] = "identity"  # places in a compressed file would mean nothing
        if offset:
            headers["Range"] = f"bytes={offset}-"
        with (
            self._explaining(snapshot.repo),
            get_session().stream("GET", url, headers=headers, timeout=_TIMEOUT) as response,
        ):
            if not offset or response.status_code != httpx2.codes.RANGE_NOT_SATISFIABLE:
                hf_raise_for_status(response)
                position = first_position(response)
                for piece in response.iter_raw():
                    yield position, piece
                    position += len(piece)
                return
        yield from self.read(snapshot, name, 0)

    @contextmanager
    def _explaining(self, repo: str) -> Iterator[None]:
        """Turn the client's errors into those for users, and those worth another try."""
        try:
            yield
        except OfflineModeIsEnabled as error:
            raise UserError(ErrorCode.OFFLINE, details=str(error), name=repo) from error
        except HfHubHTTPError as error:
            status = error.response.status_code
            if status in _REFUSED:
                code = ErrorCode.HUB_REFUSED
            elif status in _NOT_FOUND:
                code = ErrorCode.HUB_NOT_FOUND
            else:
                raise Unavailable(str(error)) from error
            raise UserError(code, details=str(error), host=self.host, name=repo) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            # ValueError: an answer that is no JSON, such as the page of a hotel's network.
            raise Unavailable(str(error) or type(error).__name__) from error
