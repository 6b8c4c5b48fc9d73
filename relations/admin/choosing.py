"""What a record is called where one chooses it: among the results of a search, and among what was chosen."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from relations import wording
from relations.admin.display import name_of
from relations.models import Passage, Record


def in_a_choice(record: Record) -> str:
    """What tells a record from others; of a passage the place, its words and its source, and below what it says.

    No query where the records that it is a part of have been fetched: `whole`.
    """
    if not isinstance(record, Passage):
        return name_of(record)
    fragment = f"“{record.fragment}”" if record.fragment else ""
    place = " ".join(filter(None, [wording.short_locator(record.locator), fragment]))
    return "\n".join(filter(None, [" – ".join(filter(None, [place, str(record.source)])), str(record.gist)]))


def whole(records: Any) -> Any:
    """Records, with those that each is a part of."""
    return records.select_related(*records.model.identifying)


class RecordsFound(AutocompleteJsonView):
    """Django's answer to a search for records to refer to, each as `in_a_choice` calls it."""

    def get_queryset(self) -> Any:
        return whole(super().get_queryset())

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {**super().serialize_result(obj, to_field_name), "text": in_a_choice(obj)}
