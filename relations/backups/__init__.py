"""The whole site in one file, and back: its database, and the files that it keeps beside it.

archive.py     the file: packed with checksums, and read back only if nothing in it is damaged
databases.py   how a database is copied and replaced: SQLite by itself, PostgreSQL by its own tools
taking.py      a backup is taken; the oldest ones go
restoring.py   a backup is looked at in full, and only then put in place
"""

from relations.backups.archive import Unusable
from relations.backups.restoring import Opened, opened, restore
from relations.backups.taking import remove_oldest, take

__all__ = ["Opened", "Unusable", "opened", "remove_oldest", "restore", "take"]
