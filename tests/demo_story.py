"""What happened on the demonstration's site: a set loaded, staff at work, and a newer set that met their work.

Afterwards there is something of everything that the first page of the admin tells of, a withdrawn record and a past
version.
"""

import datetime
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.models import User

from relations import reports
from relations.loading.runs import Allowed, Run, carry_out_load
from relations.models import Agreement, Commitment, Initiative, Milestone, Record, Revision, TradeFigure
from relations.publishing import publish, return_draft, save_draft, schedule, set_review_by, submit, withdraw

SET = Path(__file__).resolve().parent / "sets" / "marenia-altovia"
DAY = datetime.timedelta(days=1)


def tell(*, at: datetime.datetime) -> None:
    """Load the set and let the demo staff, who are there already, do their work in the weeks before `at`."""
    editor, publisher = (User.objects.get(username=name) for name in ("editor", "publisher"))
    load(SET, at=at - 60 * DAY)
    _set_review_dates(editor, at=at - 40 * DAY, passed_at=at - 3 * DAY, coming_at=at + 45 * DAY)
    _publish_with_a_note(editor, publisher, at=at - 30 * DAY)
    _make_an_anniversary(publisher, at=at - 25 * DAY, day=at.date() + 25 * DAY)
    _withdraw(publisher, at=at - 20 * DAY)
    _change_one_language_only(editor, publisher, at=at - 15 * DAY)
    _correct_a_figure(publisher, at=at - 10 * DAY)
    _load_a_newer_set(at=at - 5 * DAY)
    _return(editor, publisher, at=at - 3 * DAY)
    _submit(editor, at=at - 2 * DAY)
    _schedule(editor, publisher, at=at - DAY, go_live_at=at + 30 * DAY)
    _report(at=at - DAY / 2)


def load(folder: Path, *, at: datetime.datetime) -> Run:
    return carry_out_load(folder, Allowed(), lambda _text: None, at=at)


def _draft(model: type[Record], slug: str, by: User, at: datetime.datetime, note: str, **values: Any) -> Revision:
    return save_draft(model, slug, values, by=by, at=at, change_note={"en": note})


def _set_review_dates(
    editor: User, *, at: datetime.datetime, passed_at: datetime.datetime, coming_at: datetime.datetime
) -> None:
    """One of them is over by now."""
    for slug, until in (("fisheries-agreement", passed_at), ("cultural-agreement", coming_at)):
        set_review_by(Agreement.objects.get(slug=slug), until.date(), by=editor, at=at)


def _publish_with_a_note(editor: User, publisher: User, *, at: datetime.datetime) -> None:
    note = {
        "en": "Says what the memorandum leaves open.",
        "es": "Precisa lo que el memorándum deja abierto.",
        "ko": "양해각서가 정하지 않은 내용을 밝혔습니다.",
    }
    values = {
        "summary_en": "Sets out how goods from the ports are to reach the mountain railways; tariffs are left open.",
        "summary_es": "Dispone cómo la carga de los puertos ha de llegar a los ferrocarriles de montaña; las tarifas quedan abiertas.",
        "summary_ko": "항만의 화물을 산악 철도로 운송하는 방법을 정하였으며, 운임은 정하지 않았습니다.",
    }
    draft = save_draft(Agreement, "rail-transit", values, by=editor, at=at, change_note=note)
    publish(draft, by=publisher, at=at, support_confirmed=True)


def _make_an_anniversary(publisher: User, *, at: datetime.datetime, day: datetime.date) -> None:
    """One that is celebrated soon, whenever the demonstration is looked at."""
    values = {
        "title_en": "Calmara and Brumalta become sister cities",
        "title_es": "Calmara y Brumalta se hermanan",
        "title_ko": "칼마라와 브루말타의 자매결연",
        "date": day.replace(year=day.year - 30, day=min(day.day, 28)).isoformat(),
        "kind": "other",
        "observed_yearly": True,
        "passages": [["report-p20"]],
        "basis": "implies",
        "as_of": "2026",
    }
    draft = save_draft(Milestone, "sister-cities", values, by=publisher, at=at, is_new=True)
    publish(draft, by=publisher, at=at)


def _withdraw(publisher: User, *, at: datetime.datetime) -> None:
    note = {
        "en": "The study is part of the terminal’s story and is told there.",
        "es": "El estudio forma parte de la historia del terminal y se cuenta allí.",
        "ko": "타당성 조사는 터미널 사업의 일부이므로 그 항목에서 다룹니다.",
    }
    terminal = Initiative.objects.get(slug="night-ferry-terminal")
    withdraw(Initiative.objects.get(slug="ferry-study"), by=publisher, at=at, note=note, replaced_by=terminal)


def _change_one_language_only(editor: User, publisher: User, *, at: datetime.datetime) -> None:
    """The translations say what the main language no longer does."""
    summary = "About forty teachers a year spend a term in the other country’s schools; since 2024, head teachers too."
    draft = _draft(Initiative, "teacher-exchange", editor, at, "Names the head teachers.", summary_en=summary)
    publish(draft, by=publisher, at=at, support_confirmed=True)


def _correct_a_figure(publisher: User, *, at: datetime.datetime) -> None:
    note = "The customs service gave us the corrected value by telephone."
    draft = _draft(TradeFigure, "exports-2025", publisher, at, note, value="1473100000.00")
    publish(draft, by=publisher, at=at, support_confirmed=True)


def _load_a_newer_set(*, at: datetime.datetime) -> None:
    """Its value of the figure is another still, which waits; its wording of a milestone is simply taken."""
    with TemporaryDirectory() as folder:
        newer = Path(shutil.copytree(SET, Path(folder) / SET.name))
        manifest = newer / "manifest.toml"
        manifest.write_text(manifest.read_text("utf-8").replace("version = 1", "version = 2"), "utf-8")
        _change(newer / "trade.json", "exports-2025", value="1471900000.00")
        _change(
            newer / "milestone.json",
            "telegraph-line",
            summary_en="Messages that had taken eleven days by ship and mule arrived within the hour.",
            summary_es="Los mensajes, que tardaban once días en barco y a lomo de mula, llegaban en una hora.",
            summary_ko="배와 노새로 11일 걸리던 전갈이 한 시간 안에 도착하게 되었습니다.",
        )
        load(newer, at=at)


def _change(file: Path, slug: str, **values: str) -> None:
    rows = json.loads(file.read_text("utf-8"))
    next(row["fields"] for row in rows if row["fields"]["slug"] == slug).update(values)
    file.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def _return(editor: User, publisher: User, *, at: datetime.datetime) -> None:
    summary = "Both governments want to double their trade."
    draft = _draft(Commitment, "double-trade", editor, at, "Shorter.", summary_en=summary)
    submit(draft, by=editor, at=at)
    comment = "The year is missing: the speech says “antes de 2030”. Please say by when."
    return_draft(draft, by=publisher, at=at + datetime.timedelta(hours=5), comment=comment)


def _submit(editor: User, *, at: datetime.datetime) -> None:
    note = "Names the fair."
    summary = "She opened the Fair of Salt and Timber, the first joint fair of trade."
    draft = _draft(Milestone, "visit-to-brumalta", editor, at, note, summary_en=summary)
    submit(draft, by=editor, at=at, comment="The Spanish and Korean texts still lack the fair’s name.")


def _schedule(editor: User, publisher: User, *, at: datetime.datetime, go_live_at: datetime.datetime) -> None:
    summary = "For students of water, transport and, from the second year, education."
    draft = _draft(Initiative, "scholarships", editor, at, "A third subject.", summary_en=summary)
    schedule(draft, by=publisher, at=at, go_live_at=go_live_at, support_confirmed=True)


def _report(*, at: datetime.datetime) -> None:
    """A reader points to another value of the figure."""
    reports.receive(
        TradeFigure.objects.get(slug="exports-2025"),
        version=None,
        language="es",
        message="El anuario dice 1471.9 millones, y no 1473.1.",
        source="Anuario de comercio exterior 2026, p. 4",
        email="lectora@example.org",
        sender="",
        at=at,
    )
