"""What stops a reckoning of trade, surplus or shares: named, with what to mend."""


class MarketError(ValueError):
    """Numbers that cannot be reckoned with. `code` is stable; `field` names what to mend."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field
