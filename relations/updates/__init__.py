"""The public changes of the site, the latest first: each publication, each load as one, what was withdrawn together.

Only of what is public, or was withdrawn with a note; who did it is not public. A withdrawal is told of as long as it
lasts, without the titles of what was withdrawn.
"""

from relations.updates.moments import moments
from relations.updates.reading import read
from relations.updates.update import VERSION, Update, Written, heading, label

__all__ = ["VERSION", "Update", "Written", "heading", "label", "moments", "read"]
