"""HuggingTweets: a small language model that writes like you, made on your own computer."""

__version__ = "0.1.0"

# By which desktops know the program: the name of its desktop entry, its AppStream id, its bundle id.
APPLICATION_ID = "io.github.huggingtweets.huggingtweets"
