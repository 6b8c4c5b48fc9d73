"""An agreement's status is what its actions amount to on a day; nobody types it."""

import datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.dates import PartialDate
from relations.models import Act, AgreementAction, AgreementStatus
from relations.models.agreement import derive_status

TODAY = datetime.date(2030, 6, 1)


def action(act, date, as_of="2030-05", party=None):
    return AgreementAction(
        slug=f"{act}-{date}", act=act, date=PartialDate.parse(date), as_of=PartialDate.parse(as_of), party_id=party
    )


@pytest.mark.parametrize(
    ("actions", "status"),
    [
        ([], None),
        ([(Act.NEGOTIATIONS_OPENED, "2020")], None),
        ([(Act.NEGOTIATIONS_OPENED, "2020"), (Act.NEGOTIATIONS_CONCLUDED, "2021")], None),
        ([(Act.ANNOUNCED, "2022")], "to_be_signed"),
        ([(Act.ANNOUNCED, "2022"), (Act.SIGNED, "2023-04-01")], "signed"),
        ([(Act.SIGNED, "2023"), (Act.APPROVED, "2024")], "signed"),
        ([(Act.SIGNED, "2023"), (Act.PROVISIONAL_APPLICATION_BEGINS, "2024")], "provisionally_applied"),
        (
            [
                (Act.SIGNED, "2023"),
                (Act.PROVISIONAL_APPLICATION_BEGINS, "2024"),
                (Act.PROVISIONAL_APPLICATION_ENDS, "2025"),
            ],
            "signed",
        ),
        ([(Act.SIGNED, "2023"), (Act.ENTERED_INTO_FORCE, "2024")], "in_force"),
        ([(Act.ENTERED_INTO_FORCE, "2024"), (Act.AMENDED, "2025")], "in_force"),
        ([(Act.ENTERED_INTO_FORCE, "2024"), (Act.SUSPENDED, "2025")], "suspended"),
        ([(Act.ENTERED_INTO_FORCE, "2024"), (Act.SUSPENDED, "2025"), (Act.ENTERED_INTO_FORCE, "2026")], "in_force"),
        ([(Act.ENTERED_INTO_FORCE, "2024"), (Act.TERMINATED, "2025")], "terminated"),
        ([(Act.ESTABLISHED, "2011")], "established"),
        ([(Act.ESTABLISHED, "2011"), (Act.SIGNED, "2012")], "established"),
        ([(Act.ENTERED_INTO_FORCE, "2011"), (Act.SIGNED, "2011-03-21")], "in_force"),
        ([(Act.ENTERED_INTO_FORCE, "2011"), (Act.PROVISIONAL_APPLICATION_BEGINS, "2011-03")], "in_force"),
        ([(Act.ESTABLISHED, "2011"), (Act.ENTERED_INTO_FORCE, "2012")], "in_force"),
        ([(Act.SIGNED, "2010"), (Act.ESTABLISHED, "2011")], "signed"),
        ([(Act.ESTABLISHED, "2011"), (Act.ANNOUNCED, "2012")], "established"),
    ],
)
def test_actions_amount_to_a_status_whatever_their_order(actions, status):
    for order in permutations(actions):
        assert derive_status([action(*each) for each in order], TODAY) == status


def test_a_year_counts_from_its_last_day():
    signed = [action(Act.SIGNED, "2022", as_of="2022")]
    assert derive_status(signed, datetime.date(2022, 12, 30)) is None
    assert derive_status(signed, datetime.date(2022, 12, 31)) == AgreementStatus.SIGNED


def test_what_a_source_only_announces_for_later_has_not_happened():
    announced_for_2024 = [action(Act.ANNOUNCED, "2022"), action(Act.SIGNED, "2024", as_of="2022")]
    assert derive_status(announced_for_2024, TODAY) == AgreementStatus.TO_BE_SIGNED


def test_the_signature_of_one_party_is_not_yet_a_signed_agreement():
    first = action(Act.SIGNED, "2023-01-01", party=1)
    assert derive_status([first], TODAY) is None
    assert derive_status([first, action(Act.SIGNED, "2023-02-01", party=2)], TODAY) == AgreementStatus.SIGNED


@given(st.lists(st.tuples(st.sampled_from(Act.values), st.integers(2000, 2029))), st.integers(2000, 2035))
def test_a_terminated_agreement_stays_terminated(acts, year):
    actions = [action(act, str(act_year)) for act, act_year in acts]
    on = datetime.date(year, 12, 31)
    ended = any(each.act == Act.TERMINATED and each.is_done(on) for each in actions)
    assert (derive_status(actions, on) == AgreementStatus.TERMINATED) == ended
