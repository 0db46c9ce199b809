"""What stops a reckoning of energy: named, with what to mend."""


class EnergyError(ValueError):
    """Numbers that cannot be reckoned with. `code` is stable; `field` names what to mend."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field
