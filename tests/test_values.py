"""Canonical values: two ways of writing the same thing are the same value, and what cannot be one is refused."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from relations.models import Milestone, TradeFigure
from relations.values import canonical, content_fields, plain_columns, values_of
from tests.factories import MAKERS, make_area, make_milestone, make_passage

MILESTONE = content_fields(Milestone)
TITLE, BODY, DATE = MILESTONE["title_en"], MILESTONE["body_en"], MILESTONE["date"]
VALUE = content_fields(TradeFigure)["value"]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def test_content_is_everything_but_key_slug_and_workflow():
    assert not {"id", "slug", "live", "updated_at", "withdrawal_note_en", "replaced_by"} & set(MILESTONE)
    assert {"title_en", "title_es", "title_ko", "date", "passages", "areas", "derivation_ko"} <= set(MILESTONE)


@given(texts)
def test_canonical_is_canonical_already(text):
    for field in (TITLE, BODY):
        once = canonical(field, text)
        assert canonical(field, once) == once


@given(texts)
def test_line_ends_composition_and_outer_space_make_no_difference(text):
    plain = text.replace("\r", "")
    written = "  " + unicodedata.normalize("NFD", plain).replace("\n", "\r\n") + "\r\n"
    assert canonical(TITLE, written) == canonical(TITLE, plain)


def test_a_single_line_holds_no_line_end():
    assert canonical(TITLE, "one\r\ntwo") == "one two"
    assert canonical(BODY, "<p>one\r\ntwo</p>") == "<p>one\ntwo</p>"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("4000000000", "4000000000.00"), (4_000_000_000, "4000000000.00"), ("4e9", "4000000000.00"), ("0.50", "0.50")]
    + [("1.005", "1.005"), (None, None), ("", None)],
)
def test_decimals_have_their_places(raw, value):
    assert canonical(VALUE, raw) == value


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        (TITLE, 7), (TITLE, ["x"]), (TITLE, "a\0"), (TITLE, "\ud800"), (DATE, 2012), (DATE, "May"), (VALUE, "many"),
        (VALUE, "Infinity"), (VALUE, True), (VALUE, {}), (MILESTONE["observed_yearly"], 1),
        (MILESTONE["agreement"], "slug"), (MILESTONE["agreement"], ["a", "b"]), (MILESTONE["areas"], ["a"]),
        (MILESTONE["areas"], [["a"], ["a"]]), (MILESTONE["areas"], {"a": 1}), (MILESTONE["areas"], 5),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_refused(field, raw):
    with pytest.raises(ValidationError):
        canonical(field, raw)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>One <em>word</em></p>", "<p>One <em>word</em></p>"),
        ("<p>One <b>bold</b> <i>word</i></p>", "<p>One <strong>bold</strong> <em>word</em></p>"),
        ('<p style="x" class="MsoNormal">Pasted</p>', "<p>Pasted</p>"),
        ("<script>x()</script><p>Text</p>", "<p>Text</p>"),
        ('<img src=x onerror="x()">', ""),
        ('<a href="javascript:x()">x</a>', "<a>x</a>"),
        ('<a href="https://example.org/" target="_blank">x</a>', '<a href="https://example.org/">x</a>'),
        ("<iframe src='https://example.org'></iframe><h2>Head</h2>", "<h2>Head</h2>"),
        ('<a href="//example.org/">x</a> <a href="../x/">y</a>', "<a>x</a> <a>y</a>"),
        ("<br><blockquote>q</blockquote>", "<br>q"),
    ],
)
def test_bodies_keep_the_small_subset_of_html(written, kept):
    assert canonical(BODY, written) == kept


@pytest.mark.django_db
@pytest.mark.parametrize("make", MAKERS)
def test_the_values_of_a_row_are_canonical_and_make_the_same_row(make):
    row = make()
    values = values_of(row)
    fields = content_fields(type(row))
    assert set(values) == set(fields)
    assert {name: canonical(fields[name], value) for name, value in values.items()} == values
    assert all(getattr(row, name) == value for name, value in plain_columns(type(row), values).items())


@pytest.mark.django_db
def test_sets_are_sorted_natural_keys():
    milestone = make_milestone(
        passages=[make_passage(slug="z"), make_passage(slug="a")],
        areas=[make_area(slug="trade"), make_area(slug="arts")],
    )
    values = values_of(milestone)
    assert values["passages"] == [["a"], ["z"]]
    assert values["areas"] == [["arts"], ["trade"]]
