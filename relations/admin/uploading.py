"""Which set somebody chose to load: one on disk, or one that was uploaded and waits in the database.

An upload is kept by the server between the plan and carrying it out: what the browser sends back is only its
number, so nobody can load another set than the one whose plan was shown, and a second person can see it too.
"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from relations.admin.fields import is_key
from relations.loading import runs
from relations.loading.archive import MOST_BYTES, unpacked
from relations.loading.faults import Fault, InvalidSet
from relations.loading.runs import Allowed, Refused
from relations.loading.sets import find_set, sets_there
from relations.models import Upload


@dataclass(frozen=True)
class Chosen:
    """A set to load, and how the page asks for it again."""

    name: str
    asked: dict[str, str]
    upload: Upload | None = None

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """The folder that holds it until the block ends. Raises InvalidSet."""
        if self.upload is None:
            yield find_set(self.name)
            return
        with unpacked(bytes(self.upload.archive)) as folder:
            yield folder


def choose(asked: Mapping[str, Any], *, at: datetime.datetime) -> Chosen | None:
    """The set that a request names; None where it is not there. Of what is on disk, only what stands in fixtures/."""
    number, name = asked.get("upload", ""), asked.get("set", "")
    if number:
        upload = Upload.objects.waiting(at).defer(None).filter(pk=number).first() if is_key(number) else None
        return Chosen(f"{upload.set_name} {upload.version}", {"upload": str(upload.pk)}, upload) if upload else None
    return Chosen(name, {"set": name}) if name in sets_there() else None


def is_own(chosen: Chosen, user: Any) -> bool:
    """Whether somebody else must carry it out: with FOUR_EYES, what one uploaded oneself."""
    return bool(settings.FOUR_EYES and chosen.upload and chosen.upload.by_id == user.pk)


def upload(file: UploadedFile | None, *, by: Any, at: datetime.datetime) -> Upload:
    """Keep a zip that holds a valid set, until it is loaded or a week has passed.

    Raises InvalidSet with all that is wrong in it, or Refused where it is another site's.
    """
    if file is None:
        raise Refused(gettext("Choose a zip file first."))
    if (file.size or 0) > MOST_BYTES:
        raise InvalidSet([Fault("", f"It is larger than {MOST_BYTES // 1024 // 1024} MB.")])
    archive = file.read()
    with unpacked(archive) as folder:
        plan = runs.show_load(folder, Allowed(older=True, withdrawals=True), lambda _text: None).plan
    Upload.objects.forget_old(at)
    return Upload.objects.create(
        set_name=plan.set_name, version=plan.version, title=plan.manifest["title"], archive=archive, by=by, at=at
    )
