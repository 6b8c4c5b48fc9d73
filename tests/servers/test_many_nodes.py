"""Two processes of one site on a shared PostgreSQL and Redis: what one publishes, the other shows at once."""

import datetime
import threading

import pytest

from tests.servers.conftest import ask
from tests.servers.staff import Staff

MILESTONES = "/admin/relations/milestone/"


@pytest.fixture(scope="module")
def nodes(site):
    with site.process() as one, site.process() as other:
        yield one, other


def test_what_is_published_in_one_process_is_read_in_the_other_at_the_next_request(site, nodes):
    one, other = nodes
    publisher = Staff(one, "publisher", site.passwords["publisher"])
    form = publisher.first_of_list(MILESTONES)
    for number in range(5):
        title = f"Title number {number} of many"
        assert title not in ask(f"{other}/en/milestones/")[1]
        publisher.publish(form, title_en=title)
        assert title in ask(f"{other}/en/milestones/")[1]
        assert title in ask(f"{one}/en/milestones/")[1]


def test_what_is_due_is_published_once_whichever_process_is_asked_first(site, nodes):
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
    script = (
        "import datetime; from django.utils import timezone; from relations.models import Milestone; "
        "from tests.acting import edit; from relations.publishing import schedule; "
        "draft = edit(Milestone.objects.first(), at=timezone.now(), title_en='On time everywhere'); "
        f"schedule(draft, by=None, at=timezone.now(), go_live_at=datetime.datetime.fromisoformat('{soon.isoformat()}'), "
        "support_confirmed=True)"
    )
    site.run("shell", "--verbosity=0", "--command", script)
    while datetime.datetime.now(datetime.UTC) <= soon:
        ask(f"{nodes[0]}/en/milestones/")
    answers = []
    threads = [
        threading.Thread(target=lambda node=node: answers.append(ask(f"{node}/en/milestones/"))) for node in nodes * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _text, _retry in answers} == {200}
    assert all("On time everywhere" in ask(f"{node}/en/milestones/")[1] for node in nodes)
    count = "from relations.models import Decision; print(Decision.objects.filter(verb='publish', by=None, revision__values__title_en='On time everywhere').count())"
    assert site.run("shell", "--verbosity=0", "--command", count).strip() == "1"
