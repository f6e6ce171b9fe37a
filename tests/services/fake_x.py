"""X's API on the loopback: one user, their posts from the newest to the oldest, and the ways to fail."""

from base64 import b64encode
from dataclasses import dataclass, field

from requests import PreparedRequest, Response

from huggingtweets_gui.tweets.x_api import TimedAdapter
from tests.services.fake_server import Answer, Asked, FakeServer

TOKEN = "AAAAAAAAAsecretBearerTokenOfTheTests%3Dzzz9"
KEYS = ("keyOfTheTestsAAAAAAAAAAAA", "secretOfTheTestsBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB")
USER = {
    "id": "77",
    "username": "gull_keeper",
    "name": "Keeper of Gulls",
    "protected": False,
    "public_metrics": {"tweet_count": 250, "followers_count": 3},
}


def post(number: int, **fields: object) -> dict[str, object]:
    """Return a post as X gives it."""
    return {
        "id": str(number),
        "text": f"post number {number} of the keeper",
        "created_at": "2023-02-18T12:33:11.000Z",
        "lang": "en",
        "edit_history_tweet_ids": [str(number)],
        **fields,
    }


def problem(kind: str, title: str, detail: str) -> Answer:
    """Return the answer of status 200 that tells why there is no data."""
    address = f"https://api.twitter.com/2/problems/{kind}"
    return Answer({"errors": [{"title": title, "detail": detail, "type": address, "value": "gull_keeper"}]})


@dataclass
class FakeX:
    """X.

    Attributes:
        user: the one user.
        posts: theirs, in any order.
        tokens_expire: refuse every token of a further page.
    """

    user: dict[str, object] = field(default_factory=lambda: dict(USER))
    posts: list[dict[str, object]] = field(default_factory=lambda: [post(n) for n in range(1001, 1251)])
    tokens_expire: bool = False

    def serve(self) -> FakeServer:
        return FakeServer(self.answer)

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/oauth2/token":
            return _token(asked)
        if asked.authorization != f"Bearer {TOKEN}":
            return Answer({"title": "Unauthorized", "type": "about:blank", "status": 401}, status=401)
        if asked.path.startswith("/2/users/by/username/"):
            if asked.path.rpartition("/")[2].lower() != str(self.user["username"]).lower():
                return problem("resource-not-found", "Not Found Error", "Could not find user with username")
            return Answer({"data": self.user})
        query = asked.query
        token = query.get("pagination_token")
        if token and self.tokens_expire:
            return Answer({"title": "Invalid Request", "errors": [{"message": "token"}]}, status=400)
        posts = sorted(self.posts, key=lambda one: int(str(one["id"])), reverse=True)
        posts = [one for one in posts if int(str(one["id"])) > int(query.get("since_id", 0))]
        if "until_id" in query:
            posts = [one for one in posts if int(str(one["id"])) < int(query["until_id"])]
        start = int(token.removeprefix("page")) if token else 0
        end = start + int(query["max_results"])
        chosen = posts[start:end]
        meta: dict[str, object] = {"result_count": len(chosen)}
        if end < len(posts):
            meta["next_token"] = f"page{end}"
        return Answer({"data": chosen, "meta": meta} if chosen else {"meta": meta})


def _token(asked: Asked) -> Answer:
    basic = b64encode(":".join(KEYS).encode()).decode()
    if (asked.authorization, asked.form) != (f"Basic {basic}", {"grant_type": "client_credentials"}):
        problem = {"code": 99, "label": "authenticity_token_error", "message": "Unable to verify"}
        return Answer({"errors": [problem]}, status=403)
    return Answer({"token_type": "bearer", "access_token": TOKEN})


class ToLoopback(TimedAdapter):
    """Takes tweepy's requests to a ``FakeServer`` instead of to X."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def send(self, request: PreparedRequest, *args: object, **kwargs: object) -> Response:
        assert request.url is not None
        request.url = request.url.replace("https://api.twitter.com", self._address, 1)
        return super().send(request, *args, **kwargs)
