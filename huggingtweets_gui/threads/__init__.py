"""QThreads between the window and the workflow."""
