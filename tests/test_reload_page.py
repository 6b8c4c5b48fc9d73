"""Loading sets from the admin: the plan first, then just that plan; uploads, receipts, undo, refusals."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from relations.loading import sets
from relations.models import Load, Milestone, Upload
from relations.publishing.roles import PUBLISHERS
from tests.acting import everything, republish
from tests.cast import member_of
from tests.fixture_sets import EVIDENCE, MANIFEST, fields_of, row, small_set, write_set
from tests.posting import untouched
from tests.reading import page, parsed
from tests.test_archive import zipped

pytestmark = pytest.mark.django_db

RELOAD = "/admin/relations/load/"
PLAN = f"{RELOAD}plan/"
UPLOAD = f"{RELOAD}upload/"


@pytest.fixture(autouse=True)
def disk(tmp_path, monkeypatch):
    """A folder of sets with one in it."""
    monkeypatch.setattr(sets, "FIXTURES", tmp_path)
    write_set(tmp_path / "north-south")
    return tmp_path


@pytest.fixture
def staff(client, publisher):
    client.force_login(publisher)
    return client


def change(disk, manifest=MANIFEST, **fields):
    files = small_set()
    fields_of(files, "visit").update(fields)
    write_set(disk / "north-south", files, manifest)


def archive_of(folder):
    return zipped({path.name: path.read_text() for path in folder.iterdir()})


def upload(client, data, name="set.zip"):
    return client.post(UPLOAD, {"archive": SimpleUploadedFile(name, data)})


def plan_of(client, **asked):
    response = client.get(PLAN, asked or {"set": "north-south"})
    assert response.status_code == 200
    return response


def posted(response):
    """What the button “Carry it out” would post."""
    (form,) = (form for form in parsed(response).forms if "hash" in form.fields)
    return untouched(form)


def carry_out(client, **asked):
    return client.post(PLAN, posted(plan_of(client, **asked)))


def test_the_page_lists_what_is_on_disk_what_waits_and_what_was_loaded(staff):
    context = staff.get(RELOAD).context
    assert [one["name"] for one in context["sets"]] == ["north-south"]
    assert (list(context["uploads"]), context["loads"]) == ([], [])


def test_a_plan_is_shown_before_anything_is_written(staff):
    before = everything()
    context = plan_of(staff).context
    assert everything() == before
    assert context["plan"].counts["created"] == 9
    assert [group["heading"] for group in context["groups"]][:2] == ["parties", "sources"]
    assert context["groups"][0]["records"][0]["title"] == "North"


def test_a_record_that_is_not_there_yet_is_called_by_its_text_and_not_by_its_kind(staff, disk):
    forum = row("initiative", "club", title_en="The club", summary_en="It meets.", kind="forum", **EVIDENCE)
    write_set(disk / "north-south", {**small_set(), "initiative.json": [forum]})
    groups = plan_of(staff).context["groups"]
    assert {one["slug"]: one["title"] for group in groups for one in group["records"]}["club"] == "The club"


def test_the_plan_that_was_shown_is_carried_out_and_has_a_receipt(staff, publisher):
    response = carry_out(staff)
    load = Load.objects.get()
    assert (response.status_code, response.url) == (302, reverse("admin:load", args=[load.pk]))
    assert (load.by, load.version, Milestone.objects.get().title_en) == (publisher, 1, "A visit")
    receipt = staff.get(response.url).context
    assert receipt["groups"][0]["records"][0]["title"] == "North"
    (entry,) = staff.get(RELOAD).context["loads"]
    assert entry["load"] == load


def test_what_changes_is_shown_with_its_words_marked_and_what_stays_is_said(staff, disk):
    carry_out(staff)
    republish(Milestone.objects.get(), title_es="Una visita")
    change(disk, title_en="A long visit", title_es="La visita", date="2029-06")
    response = plan_of(staff)
    (group,) = response.context["groups"]
    page = parsed(response)
    assert [mark.text for mark in page.xpath("//li//span//ins")] == ["June 2029", "long "]
    assert group["records"][0]["slug"] == "visit"
    assert [cell.text_content().strip() for cell in page.xpath("//table[@class='three-panes']//td[@lang='es']")] == [
        "–", "Una visita", "UnaLa visita",
    ]  # fmt: skip
    assert response.context["warnings"]


def test_nothing_to_do_offers_no_button(staff):
    carry_out(staff)
    response = plan_of(staff)
    assert not response.context["plan"].writes_a_load
    assert b'name="hash"' not in response.content


def test_a_plan_that_is_another_by_now_is_shown_again_and_not_carried_out(staff, disk):
    shown = posted(plan_of(staff))
    change(disk, title_en="Changed on disk")
    response = staff.post(PLAN, shown)
    assert response.status_code == 200
    assert response.context["plan"].hash != shown["hash"]
    assert Load.objects.count() == 0


@pytest.mark.parametrize("hash_", ["", "0" * 64, "garbage"])
def test_nothing_is_carried_out_unseen(staff, hash_):
    staff.post(PLAN, {"set": "north-south", "hash": hash_})
    assert Load.objects.count() == 0


@pytest.mark.parametrize(
    "asked", [{"set": "/etc"}, {"set": "../north-south"}, {"set": ""}, {"upload": "x"}, {"upload": "9" * 30}, {}]
)
def test_only_sets_that_are_offered_can_be_loaded(staff, asked):
    for response in (staff.get(PLAN, asked), staff.post(PLAN, {**asked, "hash": "0"})):
        assert (response.status_code, response.url) == (302, RELOAD)


def test_an_invalid_set_on_disk_names_its_faults(staff, disk):
    change(disk, date="2029-13")
    (fault,) = plan_of(staff).context["faults"]
    assert (fault.file, fault.slug, fault.field) == ("milestone.json", "visit", "date")


def test_a_zip_waits_on_the_server_until_it_is_carried_out(staff, disk, publisher):
    change(disk, title_en="From a zip")
    response = upload(staff, archive_of(disk / "north-south"))
    kept = Upload.objects.get()
    assert (kept.by, kept.set_name, kept.version) == (publisher, "north-south", 1)
    assert response.url == f"{PLAN}?upload={kept.pk}"
    assert list(staff.get(RELOAD).context["uploads"]) == [kept]
    assert carry_out(staff, upload=kept.pk).status_code == 302
    assert (Milestone.objects.get().title_en, Upload.objects.count()) == ("From a zip", 0)


@pytest.mark.parametrize("data", [b"no zip", zipped({"../manifest.toml": ""}), zipped({"manifest.toml": "name = 1"})])
def test_a_zip_that_is_no_set_is_refused_with_its_faults_and_not_kept(staff, data):
    response = upload(staff, data)
    assert response.context["faults"]
    assert Upload.objects.count() == 0


def test_without_a_file_nothing_is_uploaded(staff):
    assert staff.post(UPLOAD).status_code == 302
    assert staff.get(UPLOAD).status_code == 405
    assert Upload.objects.count() == 0


def test_another_sites_set_is_refused(staff, disk):
    carry_out(staff)
    write_set(disk / "east-west", manifest=MANIFEST.replace("north-south", "east-west"))
    response = upload(staff, archive_of(disk / "east-west"))
    assert (response.status_code, Upload.objects.count()) == (302, 0)
    context = plan_of(staff, set="east-west").context
    assert context["refusal"]
    assert context["options"] == []


def test_an_older_version_is_loaded_only_where_it_is_allowed(staff, disk):
    change(disk, MANIFEST.replace("version = 1", "version = 2"))
    carry_out(staff)
    change(disk, title_en="An older one")
    context = plan_of(staff).context
    assert [option["name"] for option in context["options"]] == ["older"]
    assert carry_out(staff, set="north-south", older="on").status_code == 302
    assert Milestone.objects.get().title_en == "An older one"


def test_many_withdrawals_are_carried_out_only_where_they_are_allowed(staff, disk):
    files = small_set()
    template = files["milestone.json"][0]["fields"]
    files["milestone.json"] += [
        {"model": "relations.milestone", "fields": {**template, "slug": f"visit-{number}"}} for number in range(8)
    ]
    write_set(disk / "north-south", files)
    carry_out(staff)
    write_set(disk / "north-south")
    context = plan_of(staff).context
    assert [option["name"] for option in context["options"]] == ["withdrawals"]
    context = plan_of(staff, set="north-south", withdrawals="on").context
    assert (context["plan"].counts["withdrawn"], len(context["warnings"])) == (8, 1)
    carry_out(staff, set="north-south", withdrawals="on")
    assert Milestone.objects.live().count() == 1


def test_a_load_is_undone_after_its_plan_was_shown_and_the_undo_too(staff, disk):
    carry_out(staff)
    change(disk, title_en="Changed")
    carry_out(staff)
    load = Load.objects.order_by("-pk")[0]
    address = reverse("admin:undo_load", args=[load.pk])
    shown = staff.get(address)
    assert shown.context["groups"][0]["records"][0]["slug"] == "visit"
    response = staff.post(address, posted(shown))
    undo = Load.objects.get(undoes=load)
    assert response.url == reverse("admin:load", args=[undo.pk])
    assert Milestone.objects.get().title_en == "A visit"
    assert staff.get(address).context["refusal"]
    again = reverse("admin:undo_load", args=[undo.pk])
    staff.post(again, posted(staff.get(again)))
    assert Milestone.objects.get().title_en == "Changed"
    assert len(staff.get(RELOAD).context["loads"]) == 4


def test_an_undo_needs_the_plan_that_was_shown(staff):
    carry_out(staff)
    address = reverse("admin:undo_load", args=[Load.objects.get().pk])
    for data in ({}, {"hash": "0" * 64}):
        assert staff.post(address, data).status_code == 200
    assert Load.objects.count() == 1
    assert staff.get(reverse("admin:undo_load", args=[999])).status_code == 404
    assert staff.get(reverse("admin:load", args=[999])).status_code == 404


def test_with_four_eyes_nobody_loads_what_they_uploaded(staff, disk, client, settings):
    settings.FOUR_EYES = True
    upload(staff, archive_of(disk / "north-south"))
    kept = Upload.objects.get()
    response = plan_of(staff, upload=kept.pk)
    assert response.context["needs_second_person"]
    assert b'name="hash"' not in response.content
    staff.post(PLAN, {"upload": kept.pk, "hash": response.context["plan"].hash})
    assert Load.objects.count() == 0
    second = member_of(PUBLISHERS, "second")
    client.force_login(second)
    assert carry_out(client, upload=kept.pk).status_code == 302
    assert Load.objects.get().by == second


def test_an_upload_is_discarded_and_an_old_one_forgotten(staff, disk):
    data = archive_of(disk / "north-south")
    upload(staff, data)
    staff.post(reverse("admin:discard_upload", args=[Upload.objects.get().pk]))
    assert Upload.objects.count() == 0
    upload(staff, data)
    Upload.objects.update(at=timezone.now() - datetime.timedelta(days=8))
    old = Upload.objects.get()
    assert list(staff.get(RELOAD).context["uploads"]) == []
    assert staff.get(PLAN, {"upload": old.pk}).status_code == 302
    upload(staff, data)
    assert list(Upload.objects.values_list("pk", flat=True)) != [old.pk]
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("who", ["editor", "reader"])
def test_others_neither_see_nor_load(client, staff, disk, request, who):
    upload(staff, archive_of(disk / "north-south"))
    kept = Upload.objects.get()
    shown = posted(plan_of(staff))
    carry_out(staff)
    load = Load.objects.get()
    client.force_login(request.getfixturevalue(who))
    before = everything()
    addresses = [RELOAD, PLAN, UPLOAD, *(reverse(f"admin:{name}", args=[load.pk]) for name in ("load", "undo_load"))]
    addresses.append(reverse("admin:discard_upload", args=[kept.pk]))
    for address in addresses:
        for response in (client.post(address, shown), client.get(address)):
            assert response.status_code == 403 or (response.status_code, response.request["REQUEST_METHOD"]) == (
                405,
                "GET",
            )
    assert everything() == before
    assert not page(client, "/admin/").xpath(f"//a[@href='{RELOAD}']")


def test_who_may_not_change_every_type_loads_nothing(client, staff, editor):
    partial = editor
    partial.groups.clear()
    partial.user_permissions.set(Permission.objects.filter(codename__in=["publish_revision", "change_milestone"]))
    client.force_login(partial)
    assert client.get(RELOAD).status_code == 403
