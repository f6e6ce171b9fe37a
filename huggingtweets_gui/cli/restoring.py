"""The command ``restore``: going on after the library was damaged."""

import argparse

from huggingtweets_gui.cli.show import print_table, print_text, size
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.backups import Backups
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.recovery import restore as restore_backup
from huggingtweets_gui.library.recovery import start_empty


def restore(arguments: argparse.Namespace, home: Home) -> int:
    """Restore a backup of the library, or list the backups, or begin with an empty library."""
    backups = Backups(home).sound()
    if arguments.list:
        rows = [
            (f"{one.taken.astimezone():%Y-%m-%d %H:%M}", size(one.path.stat().st_size)) for one in backups
        ]
        if rows:
            print_table(rows, frozenset({1}))
        else:
            print("There are no backups yet.")
        return 0
    if arguments.empty:
        aside = start_empty(home)
        done = "The library is empty now"
    elif backups:
        aside = restore_backup(home, backups[0])
        done = f"The backup of {backups[0].taken.astimezone():%Y-%m-%d %H:%M} is restored"
    else:
        raise UserError(ErrorCode.NO_BACKUP)
    print_text(f"{done}. What was there before is kept as {aside.name}.")
    return 0
