"""What stops a reckoning of a lane: named, with what to mend."""


class WorksError(ValueError):
    """Numbers that cannot be built on. `code` is stable; `field` names what to mend."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field
