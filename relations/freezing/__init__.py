"""The whole public site as files that any web server can send, for times when the site itself cannot answer.

addresses.py  which address of the site is which file, and which addresses no file can answer
links.py      the links of a page: found, and made to lead to files
asking.py     what the site answers at an address, asked in this process
stand_ins.py  what stands in place of pages that need a server, and at the root
folder.py     the folder that is written: only what changed, file by file, and nothing that is not ours removed
run.py        a whole run
"""

from relations.freezing.folder import NotOurs
from relations.freezing.run import Frozen, freeze

__all__ = ["Frozen", "NotOurs", "freeze"]
