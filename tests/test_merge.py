"""The merge: what becomes of each unit, case by case, and the laws that hold whatever the three sides are."""

from copy import deepcopy
from functools import partial
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.merge import Outcome
from relations.merge import merge as merge_units

KEPT, TAKEN, SAME, CONFLICT = Outcome
ABSENT, NO_UNIT = "-", None

GROUPS, SETS = ({"as_of", "value", "passages"}, {"period_start", "period_end"}), {"areas"}
NAMES = sorted({"title_en"}.union(SETS, *GROUPS))

merge = partial(merge_units, groups=GROUPS, sets=SETS)


def keys(slugs):
    return slugs if slugs == ABSENT else [[slug] for slug in slugs]


def side(**values):
    return {name: value for name, value in values.items() if value != ABSENT}


def table(cases):
    return pytest.mark.parametrize(("base", "ours", "theirs", "outcome", "result"), cases.values(), ids=cases.keys())


def check(read, sides, outcome, result):
    merged = merge(*(read(values) for values in sides))
    assert merged.values == read(result)
    assert [unit.outcome for unit in merged.units] == ([] if outcome is NO_UNIT else [outcome])


@table(
    {
        "nobody changed it: kept": ("a", "a", "a", KEPT, "a"),
        "only we changed it: kept": ("a", "b", "a", KEPT, "b"),
        "only they changed it: taken": ("a", "a", "b", TAKEN, "b"),
        "both changed it to the same: same": ("a", "b", "b", SAME, "b"),
        "all differ: conflict, ours stays": ("a", "b", "c", CONFLICT, "b"),
        "they make it null: taken": ("a", "a", None, TAKEN, None),
        "we make it null: kept": ("a", None, "a", KEPT, None),
        "we make it null, they change it: conflict": ("a", None, "b", CONFLICT, None),
        "absent from the base and equal: adopted as same": (ABSENT, "a", "a", SAME, "a"),
        "absent from the base and different: conflict": (ABSENT, "a", "b", CONFLICT, "a"),
        "absent from the base is not null in ours": (ABSENT, None, "b", CONFLICT, None),
        "absent from ours counts as unchanged: kept": ("a", ABSENT, "a", KEPT, "a"),
        "absent from ours counts as unchanged: taken": ("a", ABSENT, "b", TAKEN, "b"),
        "only they name it: taken": (ABSENT, ABSENT, "b", TAKEN, "b"),
        "absent from theirs: no opinion, ours stays": ("a", "b", ABSENT, NO_UNIT, "b"),
        "only the base names it: it stays away": ("a", ABSENT, ABSENT, NO_UNIT, ABSENT),
    }
)
def test_a_single_field(base, ours, theirs, outcome, result):
    check(lambda value: side(title_en=value), (base, ours, theirs), outcome, result)


@table(
    {
        "we add and remove: kept": ("ab", "bc", "ab", KEPT, "bc"),
        "they add and remove: taken": ("ab", "ab", "bc", TAKEN, "bc"),
        "both add: both come": ("b", "bc", "ab", TAKEN, "abc"),
        "both remove: both go": ("abc", "bc", "ab", TAKEN, "b"),
        "both add and remove": ("abc", "bcd", "abe", TAKEN, "bde"),
        "they remove all: what we added stays": ("ab", "abc", "", TAKEN, "c"),
        "both change it to the same: same": ("ab", "bc", "bc", SAME, "bc"),
        "they remove what we removed already: kept": ("ab", "ac", "a", KEPT, "ac"),
        "absent from the base and different: conflict, as nobody can tell what came and went": (
            ABSENT,
            "b",
            "a",
            CONFLICT,
            "b",
        ),
        "absent from the base and equal: same": (ABSENT, "ab", "ab", SAME, "ab"),
        "absent from ours counts as unchanged": ("ab", ABSENT, "bc", TAKEN, "bc"),
        "only they name it: taken": (ABSENT, ABSENT, "ab", TAKEN, "ab"),
        "absent from theirs is not empty": ("ab", "bc", ABSENT, NO_UNIT, "bc"),
    }
)
def test_a_set(base, ours, theirs, outcome, result):
    check(lambda slugs: side(areas=keys(slugs)), (base, ours, theirs), outcome, result)


@table(
    {
        "they change one field: the group is taken": ("1a", "1a", "2a", TAKEN, "2a"),
        "we change one field: kept": ("1a", "2a", "1a", KEPT, "2a"),
        "both change it to the same: same": ("1a", "2b", "2b", SAME, "2b"),
        "they change another field than we: conflict, ours stays whole": ("1a", "2a", "1b", CONFLICT, "2a"),
        "they change one field like us, and another: conflict": ("1a", "2a", "2b", CONFLICT, "2a"),
        "its passages come and go together: conflict": ("1a", "1ab", "1ac", CONFLICT, "1ab"),
        "partly named by theirs: what they name is taken": ("1a", "1a", "2-", TAKEN, "2a"),
        "partly named by theirs: what they name conflicts": ("1a", "2a", "3-", CONFLICT, "2a"),
        "absent from theirs: no opinion, ours stays": ("1a", "2b", "--", NO_UNIT, "2b"),
        "absent from the base and different: conflict": ("--", "1a", "1b", CONFLICT, "1a"),
        "partly absent from the base: conflict": ("1-", "1a", "2b", CONFLICT, "1a"),
        "partly absent from ours: the rest counts as unchanged": ("1a", "1-", "2b", TAKEN, "2b"),
        "one field is new to both: taken with the others": ("1-", "1-", "2b", TAKEN, "2b"),
        "one field is new to both: it comes even beside a conflict": ("1-", "2-", "3b", CONFLICT, "2b"),
    }
)
def test_a_group(base, ours, theirs, outcome, result):
    check(lambda text: side(value=text[0], passages=keys(text[1:])), (base, ours, theirs), outcome, result)


def test_each_unit_shows_its_fields_on_each_side():
    sides = [{"value": value, "areas": keys(value)} for value in "123"]
    merged = merge(*sides)
    for unit in merged.units:
        assert [unit.base, unit.ours, unit.theirs] == [only(unit.fields, values) for values in sides]
    assert [unit.fields for unit in merged.conflicts] == [("value",)]


def any_of(**choices):
    return st.sampled_from([side(**dict(zip(choices, values, strict=True))) for values in product(*choices.values())])


plain = (ABSENT, None, "", "a")
lists = [ABSENT, *(keys(slugs) for size in range(4) for slugs in combinations("abc", size))]
ungrouped = any_of(title_en=plain, areas=lists)
grouped = any_of(as_of=plain, value=plain, passages=lists[:4], period_start=plain, period_end=plain)
records = st.tuples(ungrouped, grouped).map(lambda parts: {**parts[0], **parts[1]})


def law(*strategies):
    return lambda test: settings(max_examples=200, deadline=None)(given(*strategies)(test))


def only(names, values):
    return {name: values[name] for name in names if name in values}


def changed(base, values):
    return {name for name in values if name not in base or values[name] != base[name]} - SETS


@law(records, records, records)
def test_no_value_that_we_changed_is_replaced_nor_what_moves_with_it(base, ours, theirs):
    stays = changed(base, ours)
    for group in GROUPS:
        together = theirs.keys() & ours.keys() & group
        stays |= together if together & stays else set()
    assert only(stays, merge(base, ours, theirs).values) == only(stays, ours)


@law(records, records, records)
def test_an_element_is_as_we_changed_it_or_else_as_they_have_it(base, ours, theirs):
    values = merge(base, ours, theirs).values
    for name in theirs.keys() & base.keys() & SETS:
        was, mine, other = base.get(name, []), ours.get(name, base.get(name, [])), theirs[name]
        assert values[name] == [key for key in keys("abc") if key in (other if (key in mine) == (key in was) else mine)]


@law(records, records, records)
def test_no_change_of_theirs_is_left_out_without_a_conflict(base, ours, theirs):
    merged = merge(base, ours, theirs)
    settled = changed(base, theirs).difference(*(unit.fields for unit in merged.conflicts))
    assert only(settled, merged.values) == only(settled, theirs)


@law(records, records, records)
def test_a_group_never_mixes_two_sides(base, ours, theirs):
    values = merge(base, ours, theirs).values
    for group in GROUPS:
        known = theirs.keys() & {*base, *ours} & group
        assert only(known, values) in (only(known, theirs), only(known, {**base, **ours}))


@law(records, records, records)
def test_loading_twice_equals_once(base, ours, theirs):
    once = merge(base, ours, theirs).values
    twice = merge(theirs, once, theirs)
    assert twice.values == once
    assert {unit.outcome for unit in twice.units} <= {KEPT}


@law(records, records)
def test_where_we_changed_nothing_the_result_is_theirs(base, theirs):
    merged = merge(base, base, theirs)
    assert merged.values == {**base, **theirs}
    assert {unit.outcome for unit in merged.units} <= {KEPT, TAKEN}


@law(records, records)
def test_where_they_changed_nothing_nothing_changes(base, ours):
    merged = merge(base, ours, base)
    assert merged.values == {**base, **ours}
    assert {unit.outcome for unit in merged.units} <= {KEPT}


@law(records, records, records)
def test_undoing_a_load_restores_every_value(base, before, theirs):
    after = merge(base, before, theirs).values
    assert merge(after, after, before).values == {**after, **before}


@law(records, records, records, st.permutations(NAMES))
def test_the_order_of_the_units_makes_no_difference(base, ours, theirs, order):
    sides = [only(order, values) for values in (base, ours, theirs)]
    groups = sorted((sorted(group, key=order.index) for group in GROUPS), key=lambda group: order.index(group[0]))
    merges = [merge(base, ours, theirs), merge_units(*sides, groups=groups, sets=SETS)]
    one, other = ((merged.values, {frozenset(unit.fields): unit.outcome for unit in merged.units}) for merged in merges)
    assert one == other


@law(records, records, records)
def test_the_sides_stay_as_they_are(base, ours, theirs):
    before = deepcopy((base, ours, theirs))
    merge(base, ours, theirs)
    assert (base, ours, theirs) == before


@law(records, records, records)
def test_each_field_that_theirs_names_is_in_exactly_one_unit_and_the_others_stay(base, ours, theirs):
    merged, unnamed = merge(base, ours, theirs), set(NAMES) - theirs.keys()
    assert sorted(name for unit in merged.units for name in unit.fields) == sorted(theirs)
    assert only(unnamed, merged.values) == only(unnamed, ours)


def test_a_group_that_we_changed_anywhere_is_not_parted_by_what_they_name_of_it():
    """They change the figure and say nothing of its passages, which we have changed."""
    base = {"value": "1", "passages": [["a"]]}
    merged = merge(base, base | {"passages": [["b"]]}, {"value": "9"})
    assert (merged.units[0].outcome, merged.values) == (CONFLICT, base | {"passages": [["b"]]})
    assert merge(base, base, {"value": "9"}).values == base | {"value": "9"}
