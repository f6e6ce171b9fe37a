"""HuggingTweets: a small language model that writes like you, made on your own computer."""

__version__ = "0.1.0"
