"""What is wrong in a set: each fault with its file, record and field."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a set, and where."""

    file: str
    message: str
    model: str = ""
    slug: str = ""
    field: str = ""

    def as_json(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("file", "model", "slug", "field", "message")}

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.slug, self.field, self.message) if part)


class InvalidSet(Exception):
    """A set cannot be loaded; `faults` are all the reasons."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))
