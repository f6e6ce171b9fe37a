"""Which tweets of an author are a thread: a tweet, their own answer to it, the answer to that."""

from collections.abc import Mapping


def chains(answers: Mapping[int, int | None]) -> list[list[int]]:
    """Return the threads of two tweets and more, each as ids in the order in which they were sent.

    Where a tweet has several answers, the first one goes on with its thread; each other one may begin
    a thread of its own.

    Args:
        answers: by the id of each tweet that may be part of a thread, the id of the tweet it answers.
    """
    threads: list[list[int]] = []
    open_at: dict[int | None, list[int]] = {}  # by a thread's last tweet, as far as it was followed
    # An answer has the larger id, so what it answers comes before it.
    for id_ in sorted(answers):
        thread = open_at.pop(answers[id_], None)
        if thread is None:
            thread = []
            threads.append(thread)
        thread.append(id_)
        open_at[id_] = thread
    return [thread for thread in threads if len(thread) > 1]
