"""The command line in a process of its own, with the services replaced by those on the loopback."""

import sys

from huggingtweets_gui import __main__
from huggingtweets_gui.tweets.x_api import XApi
from huggingtweets_gui.tweets.x_keys import bearer_token
from huggingtweets_gui.workflow import services
from tests.services.fake_x import ToLoopback

if __name__ == "__main__":
    address = sys.argv.pop(1)
    services.open_x = lambda token: XApi(token, ToLoopback(address))
    services.token_for = lambda keys: bearer_token(keys, ToLoopback(address))
    sys.exit(__main__.main())
