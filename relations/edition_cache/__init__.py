"""Public pages kept ready to be sent, and answered with before Django is asked; always those of the current edition.

application.py  the WSGI application in front of Django's: answers, or lets Django render and keeps it
address.py      what a page is asked for by: only what it depends on
freshness.py    what must be the same for a kept page to be true: edition, day, and the program itself
page.py         a kept page: its body in each encoding, and the answers to whoever has it already
memory.py       the pages that a process keeps, bounded
shared.py       the pages that all processes share, where there is a cache for it
"""

from relations.edition_cache.address import view_at
from relations.edition_cache.application import EditionCache, kept
from relations.edition_cache.remembering import remembered

__all__ = ["EditionCache", "kept", "remembered", "view_at"]
