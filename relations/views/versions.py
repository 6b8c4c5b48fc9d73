"""A record's page shows it as it is, as it was in a version, or as a draft has it: which, and what no page shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from relations import citation, metadata
from relations.citation import Citation
from relations.models import Record, Relationship, Revision, Source, Statement, TradeIndicator
from relations.publishing import required_references
from relations.quotes import Quote, quote
from relations.values import apply, complete, content_fields
from relations.views.frame import Gone, HasTexts, Preview, PublicRequest, render_page
from relations.views.history import ThisPage, this_page, this_version

# Of a page with many parts, so many are offered to be quoted.
PARTS_QUOTED = 12


@dataclass(frozen=True)
class Subject:
    """What a page is about: a record as it is now, as it was in one of its versions, or as a draft would have it.

    With a preview, the draft is of the record or of a part that its page shows.
    """

    record: Any
    version: Revision | None = None
    preview: Preview | None = None
    part: Record | None = None

    @property
    def is_now(self) -> bool:
        """Whether the page may tell what follows from other records, and from today's date."""
        return self.version is None


def find(records: Any, slug: str, number: int | None = None) -> Subject:
    """The subject that an address names: the live one of these records or, by number, one of its versions.

    Raises Http404 for what was never public, and Gone for what was and is no more.
    """
    try:
        # A version needs none of what the queryset fetches along: it is about other records as they are now.
        record = (records if number is None else records.model._default_manager).live().get(slug=slug)
    except ObjectDoesNotExist as error:
        raise _withdrawn(records.model, slug) from error
    return Subject(record) if number is None else version_of(record, number)


def version_of(record: Record, number: int) -> Subject:
    """One version of a live record. Raises Http404 for one that was never published, Gone for a redacted one."""
    revision = Revision.objects.of(record).filter(number=number).first()
    if revision is None:
        raise Http404
    if revision.redacted_at:
        sentence = gettext("The content of this version has been removed")
        raise Gone(sentence, onward=gettext("Read the page as it is now:"), to=record)
    row = record_as_of(record, revision)
    _leave_out_what_others_say(row)
    return Subject(row, revision)


def _withdrawn(model: Any, slug: str) -> Exception:
    row = model._default_manager.filter(slug=slug).first()
    if row is None or not row.is_withdrawn:
        return Http404()
    sentence, onward = gettext("This has been withdrawn from the site"), gettext("In its place, read:")
    replacement = model._default_manager.live().filter(pk=row.replaced_by_id).first() if row.replaced_by_id else None
    return Gone(sentence, note=row.withdrawal_note, onward=onward, to=replacement)


def record_as_of(record: Record, revision: Revision) -> Record:
    """A record as a revision has it, for its public page: what it refers to only as far as it is public now."""
    model: Any = type(record)
    row = model._default_manager.get(pk=record.pk)
    apply(row, complete(model, revision.values), live_only=True)
    for name, field in content_fields(model).items():
        referred = getattr(row, name) if field.many_to_one and name not in required_references(model) else None
        if referred and not type(referred)._default_manager.live().filter(pk=referred.pk).exists():
            setattr(row, name, None)
    return row


def _leave_out_what_others_say(row: Record) -> None:
    """Let relations from other records to this one be empty, as if they had been fetched; no query."""
    relations: Any = row._meta.related_objects
    prefetch_related_objects(
        [row],
        *(
            Prefetch(relation.get_accessor_name(), relation.related_model._default_manager.none())
            for relation in relations
        ),
    )


def render_record(
    request: PublicRequest,
    template: str,
    subject: Subject,
    context: dict[str, Any],
    *,
    section: str = "",
    shows: Iterable[HasTexts] = (),
    parts: Sequence[Record] = (),
) -> HttpResponse:
    """Render the page of a record, with its history and that of its parts, which have no page of their own."""
    record, version, preview = subject.record, subject.version, subject.preview
    if version:
        about_page = this_version(record, version)
    elif preview:
        about_page = this_page(record, parts, draft=preview.draft, at=timezone.now())
    else:
        about_page = this_page(record, parts)
    if not preview:
        about_page = replace(
            about_page,
            citation=_citation(record, about_page, request.relationship),
            quotes=_quotes(subject, parts, about_page, request.relationship),
            report_address=_report_address(record, about_page),
        )
    frame = {
        "this_page": about_page,
        "version": version,
        "live_address": record.get_absolute_url(),
        "canonical": f"{settings.SITE_URL}{record.get_absolute_url()}",
        # What a version says does not depend on the day on which it is read.
        "today": timezone.localdate() if subject.is_now else None,
    }
    if subject.is_now and not preview:
        frame["metadata"] = metadata.of_record(
            record,
            request.relationship,
            number=about_page.shown.revision.number if about_page.shown else None,
            updated=about_page.updated_at,
            on=timezone.localdate(),
        )
    return render_page(
        request,
        template,
        frame | context,
        section=section,
        shows=[*shows, *about_page.entries],
        is_indexed=subject.is_now,
        preview=preview,
    )


def _citation(record: Any, about_page: ThisPage, site: Relationship) -> Citation:
    """How a page is cited in the version that it shows: a source's as the source, an indicator's with its figures."""
    if isinstance(record, Source):
        return citation.of_source(record)
    version = _cited_version(record, about_page)
    cited = citation.of_page(record, site, version)
    if isinstance(record, TradeIndicator):
        entries = [cited, *(citation.of_figure(figure, site) for figure in record.figures.all())]
        cited = replace(cited, bibtex="\n\n".join(entry.bibtex for entry in entries))
    return cited


def _cited_version(record: Any, about_page: ThisPage) -> citation.Version:
    shown = about_page.shown
    if shown and shown.revision.published_at:
        day = timezone.localtime(shown.revision.published_at).date()
        return citation.Version(about_page.permanent_address, shown.revision.number, day)
    return citation.Version(f"{settings.SITE_URL}{record.get_absolute_url()}")


def _quotes(subject: Subject, parts: Sequence[Any], about_page: ThisPage, site: Relationship) -> list[Quote]:
    """Each statement of a page as it is quoted: the record itself, then the latest of its parts."""
    record, on = subject.record, timezone.localdate() if subject.is_now else None
    quoted = [(record, _cited_version(record, about_page))] if isinstance(record, Statement) else []
    latest = [part for part in parts if isinstance(part, Statement)][::-1][:PARTS_QUOTED]
    quoted += [(part, citation.Version(f"{settings.SITE_URL}{part.get_absolute_url()}")) for part in latest]
    return [quote(statement, site, version, on=on) for statement, version in quoted]


def _report_address(record: Record, about_page: ThisPage) -> str:
    """Where a reader reports a mistake in what a page shows."""
    about = {"about": f"{record.type_name()}/{record.slug}"}
    if about_page.shown:
        about["version"] = str(about_page.shown.revision.number)
    return f"{reverse('report')}?{urlencode(about, safe='/')}"
