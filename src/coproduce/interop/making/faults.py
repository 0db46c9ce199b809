"""What is wrong with a manifest or a history: where, and what to write instead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the line where that is known, the field, and a sentence."""

    sentence: str
    field: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = f"Line {self.line}: " if self.line else ""
        return f"{where}{self.sentence}"


class ManifestError(ValueError):
    """A file that cannot be read as a whole. Says the line, where there is one, and what to do."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault
