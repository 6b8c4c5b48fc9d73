"""System checks: no admin of a record may write past the verbs."""

import pytest
from django.contrib import admin
from django.core.checks import run_checks

from relations.admin.record import RecordAdmin
from relations.checks import faults
from relations.models import AgreementAction, Milestone


class Actions(admin.TabularInline):
    model = AgreementAction


def ids(base, **attributes):
    record_admin = type("Odd", (base,), attributes)(Milestone, admin.site)
    return [fault.id for fault in faults(record_admin)]


def test_the_admins_of_the_site_pass():
    assert [fault for fault in run_checks() if str(fault.id).startswith("relations.")] == []
    assert ids(RecordAdmin) == []


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ({"list_editable": ["kind"]}, ["relations.E002"]),
        ({"inlines": [Actions]}, ["relations.E003"]),
        ({"actions": []}, ["relations.E004"]),
    ],
)
def test_what_would_write_past_the_verbs_is_an_error(attributes, found):
    assert ids(RecordAdmin, **attributes) == found


def test_a_record_type_needs_the_common_admin():
    assert ids(admin.ModelAdmin, actions=None) == ["relations.E001"]
