"""What is seen."""

# Whatever of Qt is used first, it needs what the package of the threads does when it is imported.
import huggingtweets_gui.threads  # noqa: F401
