"""The live content of the site as a fixture set: loading it back changes nothing, and after staff edits it is the
patch to send to whoever keeps the set.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from relations.loading.manifest import MANIFEST, as_toml
from relations.loading.rules import Key, Model
from relations.loading.runs import Refused, snapshot
from relations.loading.site import Site, read_site
from relations.models import RECORD_TYPES, Load
from relations.values import defaults, referred_slugs


def export_set(folder: Path) -> dict[str, int]:
    """Write the set into an empty or new folder; returns how many records went into each file.

    The manifest is that of the set last loaded. Raises Refused where none was, or where files are in the way.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"“{folder}” is not an empty folder.")
    with snapshot():
        load = Load.objects.filter(undoes=None).first()
        if load is None:
            raise Refused("No set has been loaded here yet, so there is no manifest to export with.")
        site = read_site()
    files: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for model in RECORD_TYPES:
        keys = sorted(
            (key for key, record in site.records.items() if key[0] is model and record.live), key=lambda k: k[1]
        )
        files[_file(model)] += [_row(key, site) for key in keys]
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {"name": load.set_name, "version": load.version, **load.manifest}
    (folder / MANIFEST).write_text(as_toml(manifest), encoding="utf-8")
    for name, rows in files.items():
        if rows:
            text = json.dumps(rows, ensure_ascii=False, indent=2, sort_keys=True)
            (folder / name).write_text(text + "\n", encoding="utf-8")
    return {name: len(rows) for name, rows in files.items() if rows}


def _file(model: Model) -> str:
    """A record and its parts stand in one file, named as its module is: source.json has the passages too."""
    return f"{model.__module__.rsplit('.', 1)[1]}.json"


def _row(key: Key, site: Site) -> dict[str, Any]:
    """One record: the fields that the set names, and what else holds more than its default.

    A field that names a record which is not public is left out: elsewhere there would be nothing to refer to.
    """
    model, slug = key
    record, given = site.records[key], site.given.get(key)
    named = set(given.values) if given else set()
    blank = defaults(model)
    hidden = {
        name
        for name, target, other in referred_slugs(model, record.values)
        if (target, other) not in site.records or not site.records[target, other].live
    }
    fields = {
        name: value
        for name, value in record.values.items()
        if (name in named or value != blank[name]) and name not in hidden
    }
    return {"model": model._meta.label_lower, "fields": {**fields, "live": True, "slug": slug}}
