"""The folder of a copy: files are written only where they changed, each at once, and only ours are ever removed."""

from contextlib import suppress
from pathlib import Path

# Names what was written here, a file a line. A folder without it is somebody else's, unless it is empty.
LIST = ".frozen-files"


class NotOurs(Exception):
    """The folder holds something, and no earlier run wrote it."""


class Folder:
    """The files of one run. What an earlier one wrote stays until `tidy`, so that the copy is never without a page."""

    def __init__(self, root: Path) -> None:
        """Make the folder if need be. Raises NotOurs, and OSError if it cannot be made or written."""
        self.root = root
        self._list = root / LIST
        root.mkdir(parents=True, exist_ok=True)
        if not self._list.exists():
            if any(root.iterdir()):
                raise NotOurs(f"{root} is not empty, and no earlier `freeze` wrote what is there.")
            self._list.touch()
        self._former = set(self._list.read_text().splitlines())
        self.files: set[str] = set()
        self.written: set[str] = set()
        self.removed: set[str] = set()

    def put(self, name: str, content: bytes) -> None:
        """Have a file with this content. Whoever reads it meanwhile gets the former content, or this one, whole."""
        self.files.add(name)
        file = self.root / name
        if file.is_file() and file.read_bytes() == content:
            return
        if name not in self._former:  # named first: a run that is killed leaves nothing that the next does not know
            with self._list.open("a") as names:
                names.write(f"{name}\n")
            self._former.add(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}.new")
        aside.write_bytes(content)
        aside.replace(file)
        self.written.add(name)

    def tidy(self) -> None:
        """Remove what an earlier run wrote and this one did not, with the folders that are empty then."""
        for name in sorted(self._former - self.files):
            file = self.root / name
            file.unlink(missing_ok=True)
            self.removed.add(name)
            with suppress(OSError):  # not empty, or gone with another file
                for folder in file.relative_to(self.root).parents:
                    if folder != Path():
                        (self.root / folder).rmdir()
        aside = self.root / f"{LIST}.new"
        aside.write_text("".join(f"{name}\n" for name in sorted(self.files)))
        aside.replace(self._list)
