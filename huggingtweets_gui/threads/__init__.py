"""QThreads between the window and the workflow."""

from huggingtweets_gui.threads.immortal import make_singletons_immortal

make_singletons_immortal()
