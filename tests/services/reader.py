"""A process of its own that reads a person from the fake X, so that it can be killed."""

import json
import sys
from pathlib import Path

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.x_api import XApi
from huggingtweets_gui.workflow.asking import ask
from tests.services.fake_x import TOKEN, ToLoopback

if __name__ == "__main__":
    root, address = sys.argv[1:]
    with Library(Home(Path(root))) as library, XApi(TOKEN, ToLoopback(address)) as api:
        imported = ask(library, api, "gull_keeper")
    print(json.dumps({"read": imported.read, "new": imported.new}))
