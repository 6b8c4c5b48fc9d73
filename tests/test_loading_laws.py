"""The laws of the merge, end to end: whatever sets bring, whatever staff do between, in whatever order."""

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
from relations.models import Baseline, CooperationArea, Milestone, Revision, SearchEntry
from relations.publishing.merging import groups
from relations.values import complete, values_of
from tests.acting import everything
from tests.fixture_sets import row
from tests.loads import NOTE, every_row, load, named_by, site, undo, units
from tests.machines import People, run_machine

pytestmark = pytest.mark.django_db

GROUND = [
    row("source", "speech", title_en="A speech", kind="speech", language="en"),
    row("passage", "p1", source=["speech"], locator="¶1", fragment="first words", gist_en="It begins."),
]
P2 = row("passage", "p2", source=["speech"], locator="¶2", fragment="more words", gist_en="It goes on.")
MODELS: dict[str, Any] = {"arts": CooperationArea, "visit": Milestone, "summit": Milestone}
TEXTS = ["One", "Two", "Three"]

texts, slugs, flags = st.sampled_from(TEXTS), st.sampled_from(sorted(MODELS)), st.booleans()
# What a set says of one record, or nothing.
sayings = st.none() | st.fixed_dictionaries(
    {"title_en": texts, "title_es": st.sampled_from(["", *TEXTS]), "as_of": st.sampled_from(["2029", "2030"])}
)
sets = st.fixed_dictionaries(
    {**dict.fromkeys(MODELS, sayings), "p2": flags, "cites_p2": flags, "in_area": flags, "names_korean": flags}
)
edits = st.sampled_from(
    [("title_en", text) for text in TEXTS]
    + [("title_es", text) for text in ["", *TEXTS]]
    + [("title_ko", text) for text in ["", *TEXTS]]
    + [("as_of", "2029"), ("as_of", "2031"), ("passages", [["p1"]]), ("areas", []), ("areas", [["arts"]])]
)


class Reloading(People):
    """A ministry that sends sets, and staff who edit three records of them."""

    def __init__(self):
        super().__init__()
        self.version, self.names_korean = 0, False
        # What a person made public, other than the set had given it, and the set has not said since.
        self.theirs = {}
        # Records that a person or an undo had a hand in, and those that a person withdrew.
        self.touched, self.withdrawn = set(), set()

    def files(self, said, *, backwards=False):
        """A valid set that says so; a language once named is named for good, since what is dropped is released."""
        self.names_korean |= said["names_korean"]
        rows = [*GROUND, *([P2] if said["p2"] else [])]
        for slug, model in MODELS.items():
            if said[slug]:
                evidence = {"passages": [["p2" if said["p2"] and said["cites_p2"] else "p1"]], "basis": "states"}
                korean = {"title_ko": said[slug]["title_es"]} if self.names_korean else {}
                own = {"date": "2029", "kind": "visit", "areas": [["arts"]] if said["arts"] and said["in_area"] else []}
                own = own if model is Milestone else {"summary_en": "Painting."}
                rows.append(row(model.type_name(), slug, **said[slug], **evidence, **korean, **own))
        return {"all.json": rows[::-1] if backwards else rows}

    def row(self, slug):
        return MODELS[slug].objects.filter(slug=slug).first()

    def drafts(self):
        return set(Revision.objects.open().values_list("slug", flat=True))

    @initialize(said=sets)
    def first_set(self, said):
        self.load(said, backwards=False, and_back=False)

    @rule(said=sets, backwards=flags, and_back=flags)
    def load(self, said, backwards, and_back):
        self.version += 1
        files, named = self.files(said), named_by(self.files(said))
        drafts, before = self.drafts(), site()
        options = {"version": self.version, "change": "minor"}
        seen = load(self.files(said, backwards=not backwards), "--dry-run", "--allow-withdrawals", **options)
        assert site() == before
        files = self.files(said, backwards=backwards)
        report = load(files, "--allow-withdrawals", **options)
        assert report["hash"] == seen["hash"], "the order of rows does not matter"
        self.nothing_of_the_staff_was_replaced(report, named, drafts, before)
        self.what_nobody_touched_is_the_sets(named)
        self.a_second_time_nothing_happens(files, options)
        if and_back and report["load"]:
            self.an_undo_restores_every_value(report, before)

    def nothing_of_the_staff_was_replaced(self, report, named, drafts, before):
        for (slug, name), value in list(self.theirs.items()):
            record = self.row(slug)
            if record is not None:
                assert values_of(record)[name] == value
            said = named.get((MODELS[slug].type_name(), slug), {})
            if said.get(name) == value:  # the set says the same by now: it is the set's again
                del self.theirs[slug, name]
        for slug in self.withdrawn:
            assert not self.row(slug).live
        for (kind, slug), values in before.items():
            if values is not None and slug in drafts:
                assert site()[kind, slug] is not None, "somebody works on it"
        outcomes = {outcome for slug in MODELS for outcome in units(report, slug).values()}
        assert outcomes <= {"taken", "kept", "same", "conflict"}

    def what_nobody_touched_is_the_sets(self, named):
        shown = site()
        for slug in set(MODELS) - self.touched:
            key = MODELS[slug].type_name(), slug
            if key in named:
                assert shown[key] is not None and shown[key].items() >= named[key].items()
            else:
                assert shown.get(key) is None

    def a_second_time_nothing_happens(self, files, options):
        before = everything()
        again = load(files, **options)
        assert (again["load"], everything()) == (None, before)

    def an_undo_restores_every_value(self, report, before):
        after = site()
        undoing = undo(report["load"])
        if set(MODELS) & self.drafts():  # a draft under a record that the load showed counts as work on it
            self.touched |= set(MODELS)
            return
        assert site() == {**dict.fromkeys(after), **before}
        if undoing["load"]:  # a load that only asked has nothing to be undone
            undo(undoing["load"])
        assert site() == after

    def attempt(self, slug, verb, *args, **kwargs):
        self.touched.add(slug)
        return self.is_done(verb, *args, **kwargs)

    @rule(slug=slugs, edit=edits)
    def save(self, slug, edit):
        name, value = edit
        record = self.row(slug)
        if record is not None and name in values_of(record):
            self.attempt(slug, publishing.save_draft, type(record), slug, {name: value})

    @rule(slug=slugs, edit=edits)
    def publish(self, slug, edit):
        self.save(slug, edit)
        revision = Revision.objects.open().filter(slug=slug).first()
        if revision is None:
            return
        before = values_of(self.row(slug))
        if self.attempt(slug, publishing.publish, revision, support_confirmed=True):
            self.note_what_is_theirs(slug, before)

    def note_what_is_theirs(self, slug, before):
        """What a person wrote differs from before; but a unit that is again as the set last gave it is the set's."""
        model, values = MODELS[slug], values_of(self.row(slug))
        baseline = Baseline.objects.of_type(model).filter(slug=slug).first()
        given = baseline.values if baseline else {}
        for name, value in values.items():
            if value != before[name]:
                self.theirs[slug, name] = value
            unit = next((group for group in groups(model) if name in group), (name,))
            if all(values[one] == given.get(one) for one in unit):
                self.theirs.pop((slug, name), None)

    @rule(slug=slugs)
    def discard(self, slug):
        if revision := Revision.objects.open().filter(slug=slug).first():
            self.attempt(slug, publishing.discard, revision)

    @precondition(lambda self: self.version)
    @rule(slug=slugs)
    def withdraw(self, slug):
        record = self.row(slug)
        if record is not None and record.live and self.attempt(slug, publishing.withdraw, record, note=NOTE):
            self.withdrawn.add(slug)

    @rule(slug=slugs)
    def reinstate(self, slug):
        record = self.row(slug)
        if record is not None and not record.live and self.attempt(slug, publishing.reinstate, record):
            self.withdrawn.discard(slug)

    @invariant()
    def rows_are_as_last_published_and_are_found(self):
        published = {(one.record_type, one.slug): one for one in Revision.objects.filter(state="published")}
        entries = list(SearchEntry.objects.values_list("record_type", "slug"))
        for record in every_row():
            key = record.type_name(), record.slug
            assert values_of(record) == complete(type(record), published[key].values)
            assert entries.count(key) == (3 if record.live else 0)
        assert Baseline.objects.count() <= len(published)


def test_the_laws_hold_whatever_sets_bring_and_staff_do():
    run_machine(Reloading, runs=12, steps=14)
