from django.utils.translation import gettext_lazy as _

from relations.models import Passage, Source
from relations.opendata.columns import Kind, reference, text, value, word
from relations.opendata.table import NOTE, ON_ANOTHER_PAGE, Table, live

SOURCES = Table(
    "source",
    Source,
    (
        text("title", _("Its own title; where it has none, a description, and the note says so.")),
        text("author", _("Its author.")),
        text("office", _("The author’s office when it was written.")),
        word("kind", _("What kind of document it is."), Source.Kind),
        value("language", _("The code of its language, for example pt-BR."), Kind.TEXT),
        text("publisher", _("Who published it; empty where it does not say.")),
        value("published_earliest", _("The earliest date at which it can have been published."), Kind.DATE),
        value("published_latest", _("The latest date at which it can have been published."), Kind.DATE),
        value("url", _("The address at which it can be read."), Kind.ADDRESS),
        value("accessed", _("When it was last read there."), Kind.DATE),
        NOTE,
    ),
    lambda: live(Source),
)

PASSAGES = Table(
    "passage",
    Passage,
    (
        reference("source", _("The source in which it stands.")),
        value("locator", _("The place in the source: ¶3, p. 12, art. 4."), Kind.TEXT),
        value("order", _("Its rank within the source."), Kind.NUMBER),
        value("fragment", _("At most eight words of the source, exactly as they stand there."), Kind.TEXT),
        text("gist", _("What it says, in the words of this site.")),
    ),
    lambda: live(Passage).in_source_order(),
    about_itself=ON_ANOTHER_PAGE,
)
