"""What the local fakes of remote services run on."""

from http.server import ThreadingHTTPServer


class LoopbackServer(ThreadingHTTPServer):
    """A server that its clients may leave at any moment."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that are cancelled or killed leave broken connections behind."""
