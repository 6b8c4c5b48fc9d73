"""Two texts side by side, word by word: nothing lost of either, and only what differs marked."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.differences import differences


def marks(old, new):
    return [(piece.kind, piece.text) for piece in differences(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("the same", "the same", [("same", "the same")]),
        ("", "all new", [("added", "all new")]),
        ("all gone", "", [("removed", "all gone")]),
        ("a red fox", "a grey fox", [("same", "a "), ("removed", "red"), ("added", "grey"), ("same", " fox")]),
        ("the end", "the end.", [("same", "the end"), ("added", ".")]),
        ("Perú y Corea", "Peru y Corea", [("removed", "Perú"), ("added", "Peru"), ("same", " y Corea")]),
        ("양국 우정", "양국 협력", [("same", "양국 "), ("removed", "우정"), ("added", "협력")]),
        ("one\ntwo", "one two", [("same", "one"), ("removed", "\n"), ("added", " "), ("same", "two")]),
    ],
)
def test_words_are_marked(old, new, pieces):
    assert marks(old, new) == pieces


texts = st.text(alphabet="ab .é우\n<>-", max_size=30)


@given(texts, texts)
def test_both_texts_can_be_read_from_the_pieces(old, new):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert all(piece.text for piece in pieces)


@given(texts)
def test_nothing_is_marked_where_nothing_differs(text):
    assert {piece.kind for piece in differences(text, text)} <= {"same"}


@given(texts, texts)
def test_what_was_removed_stands_before_what_came_in_its_place(old, new):
    kinds = [piece.kind for piece in differences(old, new)]
    assert ("added", "removed") not in pairwise(kinds)


def test_in_long_texts_only_the_words_that_differ_are_marked_too():
    words = [f"word{number}" for number in range(5000)]
    other = [*words[:2500], "another", *words[2501:]]
    assert [piece for piece in marks(" ".join(words), " ".join(other)) if piece[0] != "same"] == [
        ("removed", "word2500 "),
        ("added", "another "),
    ]
