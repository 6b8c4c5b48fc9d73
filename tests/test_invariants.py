"""Whatever people do, in whatever order: the invariants of publishing hold after each step."""

import datetime
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from relations import publishing
from relations.models import OPEN, Decision, Edition, Page, Passage, Revision, SearchEntry, Source, record_type
from relations.values import complete, values_of
from tests.acting import NOW, everything
from tests.machines import People, run_machine

pytestmark = pytest.mark.django_db

RECORDS: list[Any] = [(Page, "privacy"), (Source, "letter"), (Passage, "p1")]
TEXTS = ["", "One", "Two"]
COMPLETE: dict[Any, dict[str, Any]] = {
    Page: {"title_en": "Privacy", "body_en": "<p>None.</p>"},
    Source: {"title_en": "A letter", "kind": "letter", "language": "en"},
    Passage: {"source": ["letter"], "locator": "¶1", "fragment": "two words", "gist_en": "So."},
}
CHANGED: dict[Any, tuple[str, str]] = {
    Page: ("title_en", "title_es"),
    Source: ("title_en", "title_es"),
    Passage: ("gist_en", "gist_es"),
}

records = st.sampled_from(RECORDS)
picks = st.integers(0, 11)


class Publishing(People):
    """People who do whatever they like to three records, of which one requires another."""

    def __init__(self):
        super().__init__()
        self.values = {}
        self.decisions = []
        self.edition = 0
        self.public = {}
        self.written_past_us = set()
        self.forms = []

    def attempt(self, record, verb, *args, **kwargs):
        """Do it, or find that it was refused and nothing changed."""
        before = everything()
        if self.is_done(verb, *args, **kwargs):
            self.written_past_us.discard(record)
        else:
            assert everything() == before

    def a_revision(self, pick):
        """An open revision, mostly; else one of the latest, of any state."""
        wanted = list(Revision.objects.open() if pick < 9 else Revision.objects.all()[:6])
        return wanted[pick % len(wanted)] if wanted else None

    def attempt_on(self, pick, verb, **kwargs):
        revision = self.a_revision(pick)
        if revision:
            record = (record_type(revision), revision.slug)
            self.attempt(record, verb, revision, **kwargs)

    @initialize(how_many=st.integers(0, 3))
    def some_records(self, how_many):
        for model, slug in RECORDS[:how_many]:
            revision = publishing.save_draft(model, slug, COMPLETE[model], by=None, at=NOW)
            publishing.publish(revision, by=None, at=NOW)

    @rule(record=records, place=st.integers(0, 1), text=st.sampled_from(TEXTS), bare=st.booleans())
    def save(self, record, place, text, bare):
        model, slug = record
        exists = model._default_manager.filter(slug=slug).exists()
        values = {CHANGED[model][place]: text}
        self.attempt(record, publishing.save_draft, model, slug, values if exists or bare else COMPLETE[model] | values)

    @rule(record=records)
    def open_form(self, record):
        now = publishing.look(*record)
        if now.row:
            self.forms.append((record, now.opened()))

    @precondition(lambda self: self.forms)
    @rule(pick=picks, place=st.integers(0, 1), text=st.sampled_from(TEXTS))
    def save_an_old_form(self, pick, place, text):
        record, opened = self.forms[pick % len(self.forms)]
        posted = {**opened.values, CHANGED[record[0]][place]: text}
        self.attempt(record, publishing.save_draft, *record, posted, opened=opened)

    @rule(pick=picks)
    def submit(self, pick):
        self.attempt_on(pick, publishing.submit)

    @rule(pick=picks)
    def give_back(self, pick):
        self.attempt_on(pick, publishing.return_draft, comment="No.")

    @rule(pick=picks)
    def publish(self, pick):
        self.attempt_on(pick, publishing.publish)

    @rule()
    def publish_all(self):
        revisions = list(Revision.objects.open())
        self.attempt(None, publishing.publish, *revisions)

    @rule(pick=picks, hours=st.integers(1, 2))
    def schedule(self, pick, hours):
        self.attempt_on(pick, publishing.schedule, go_live_at=self.now + datetime.timedelta(hours=hours))

    @rule(pick=picks)
    def discard(self, pick):
        self.attempt_on(pick, publishing.discard)

    @rule(pick=picks)
    def restore(self, pick):
        self.attempt_on(pick, publishing.restore)

    @rule(pick=picks)
    def redact(self, pick):
        self.attempt_on(pick, publishing.redact)

    @rule(record=records)
    def withdraw(self, record):
        self.attempt(record, publishing.withdraw, self.row(record), note={"en": "No."})

    @rule(record=records)
    def reinstate(self, record):
        self.attempt(record, publishing.reinstate, self.row(record))

    @rule(hours=st.integers(1, 3))
    def let_time_pass(self, hours):
        self.now += datetime.timedelta(hours=hours)
        scheduled = Revision.objects.filter(state="scheduled", go_live_at__lte=self.now)
        due = {(record_type(one), one.slug) for one in scheduled}
        publishing.publish_due(at=self.now)
        self.written_past_us -= due
        assert not scheduled.all().exists()

    @rule(record=records, text=st.sampled_from(TEXTS))
    def write_past_us(self, record, text):
        model, slug = record
        if model._default_manager.filter(slug=slug).update(**{CHANGED[model][0]: text}):
            self.written_past_us.add(record)

    def row(self, record):
        model, slug = record
        return model._default_manager.filter(slug=slug).first() or model(slug=slug)

    @invariant()
    def values_never_change(self):
        for revision in Revision.objects.all():
            expected = {} if revision.redacted_at else self.values.setdefault(revision.pk, revision.values)
            assert revision.values == expected
        assert set(self.values) <= set(Revision.objects.values_list("pk", flat=True))

    @invariant()
    def decisions_are_only_added(self):
        decisions = list(Decision.objects.order_by("pk").values_list())
        assert decisions[: len(self.decisions)] == self.decisions
        self.decisions = decisions

    @invariant()
    def versions_are_numbered_and_the_states_of_a_record_fit(self):
        by_record = defaultdict(list)
        for revision in Revision.objects.order_by("pk"):
            by_record[revision.record_type, revision.slug].append(revision)
        for revisions in by_record.values():
            numbers = [one.number for one in revisions if one.number is not None]
            assert sorted(numbers) == list(range(1, len(numbers) + 1))
            assert sum(one.state in OPEN for one in revisions) <= 1
            assert sum(one.state == "published" for one in revisions) == (1 if numbers else 0)
            assert all((one.go_live_at is not None) == (one.state == "scheduled") for one in revisions)
            published = [one for one in revisions if one.state == "published"]
            assert all(one.number == max(numbers) for one in published)

    @invariant()
    def rows_are_what_their_revisions_say(self):
        standing = Revision.objects.filter(state__in=["published", *OPEN])
        revisions = {(one.state in OPEN, one.record_type, one.slug): one for one in standing}
        entries = list(SearchEntry.objects.values_list("record_type", "slug"))
        for model, slug in RECORDS:
            key = model.type_name(), slug
            published, still_open = revisions.get((False, *key)), revisions.get((True, *key))
            row = model._default_manager.filter(slug=slug).first()
            source = published or still_open
            assert (row is None) == (source is None)
            if row is None or source is None:
                continue
            assert published or not row.live
            if (model, slug) not in self.written_past_us:
                assert values_of(row) == complete(model, source.values)
            assert entries.count(key) == (3 if row.live else 0)
        passage = Passage.objects.filter(live=True).first()
        assert passage is None or passage.source.live

    @invariant()
    def the_edition_moves_with_what_is_public(self):
        rows = {record: self.row(record) for record in RECORDS}
        public = {record: row.live and values_of(row) for record, row in rows.items()}
        edition = Edition.objects.first()
        number = edition.number if edition else 0
        known = [record for record in RECORDS if record not in self.written_past_us]
        changed = any(public[record] != self.public.get(record, False) for record in known)
        assert number > self.edition if changed else number >= self.edition
        self.edition, self.public = number, public
        due = Revision.objects.filter(state="scheduled").order_by("go_live_at").first()
        assert (edition.next_due_at if edition else None) == (due.go_live_at if due else None)


def test_the_invariants_hold_whatever_people_do():
    run_machine(Publishing, runs=15, steps=25)
