"""Records without a page of their own: where they are read, and what tells one from the others there. No query."""

from typing import Any

from django.urls import reverse

from relations import wording
from relations.models import AgreementAction, Party, Passage, Record, TradeFigure


def part_name(part: Record) -> Any:
    """What tells a record without a page from the other parts of the page that shows it."""
    match part:
        case AgreementAction():
            name: Any = part.get_act_display()
            if part.date:
                name = f"{name} ({wording.date(part.date)})"
        case TradeFigure():
            name = wording.date(part.period)
        case Passage():
            name = wording.short_locator(part.locator)
        case _:
            name = part.heading
    return name or part.slug


def part_of_whole(part: Any) -> str:
    """A part by what it is part of and what tells it from others there."""
    return f"{getattr(part, part.identifying[0]).heading}, {part_name(part)}"


def has_a_page(record: Record | type[Record]) -> bool:
    """Whether a record, or one of this type, has a page of its own, with pages of its versions below."""
    model = record if isinstance(record, type) else type(record)
    return not model.identifying and model is not Party


def page_address(record: Any) -> str:
    """Where the public reads of a record: its page, its place on that of another, and of a party the page about all."""
    return reverse("about") if isinstance(record, Party) else record.get_absolute_url()


def changes_address(record: Record, number: int) -> str:
    """Where it is told what changed in a version of a record; nothing of the first one."""
    if number < 2:
        return ""
    if has_a_page(record):
        return f"{page_address(record)}versions/{number}/changes/"
    return reverse("part_changes", kwargs={"of": record.type_name(), "slug": record.slug, "number": number})
