"""What every count begins with: ballots that may be counted, and the sentence for those that may not."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

Option = TypeVar("Option", bound=Hashable)


class DecideError(ValueError):
    """A question that cannot be counted. `code` is stable; `field` names the argument to mend."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field


def cast(ballots: Any) -> list[Any]:
    """The ballots in their order, whoever's they are: a sequence, or a mapping of voters to theirs. Not none at all."""
    counted = list(ballots.values()) if isinstance(ballots, Mapping) else list(ballots)
    if not counted:
        raise DecideError("NO_VOTERS", "ballots", "Nobody has voted, so there is nothing to count.")
    return counted


def approvals(ballots: Any, options: Collection[Option] | None) -> list[tuple[Option, ...]]:
    """What each ballot names, at most once each, and nothing that is not to be chosen. An empty one was cast too."""
    named = []
    for place, ballot in enumerate(cast(ballots), 1):
        if isinstance(ballot, str):
            raise DecideError("NOT_A_LIST", "ballots", f"Ballot {place} is a word. Write it as a list of options.")
        choices = tuple(ballot)
        if len(set(choices)) < len(choices):
            twice = next(choice for choice in choices if choices.count(choice) > 1)
            raise DecideError("TWICE_ON_BALLOT", "ballots", f"Ballot {place} names {twice} twice. Let it name it once.")
        named.append(choices)
        _known(choices, options, place)
    return named


def points(ballots: Any, options: Collection[Option] | None, highest: int | None) -> list[Mapping[Option, int]]:
    """What each ballot gives to which option: whole points from 0 to the highest; what it leaves out is blank."""
    given = []
    for place, ballot in enumerate(cast(ballots), 1):
        if not isinstance(ballot, Mapping):
            raise DecideError("NOT_POINTS", "ballots", f"Ballot {place} gives no points. Write option: points.")
        for option, many in ballot.items():
            if (
                isinstance(many, bool)
                or not isinstance(many, int)
                or many < 0
                or (highest is not None and many > highest)
            ):
                most = "more" if highest is None else str(highest)
                raise DecideError(
                    "NOT_POINTS", "ballots", f"Ballot {place} gives {option} {many}: whole points from 0 to {most}."
                )
        _known(ballot, options, place)
        given.append(ballot)
    return given


def in_order(options: Iterable[Option]) -> list[Option]:
    """Options by their names: what breaks a tie that nothing else does, whoever counts and in whatever order."""
    listed = list(options)
    try:
        return sorted(listed)  # type: ignore[type-var]
    except TypeError:
        return sorted(listed, key=lambda option: (type(option).__name__, str(option)))


def _known(choices: Iterable[Option], options: Collection[Option] | None, place: int) -> None:
    if options is not None and (strange := [choice for choice in choices if choice not in options]):
        raise DecideError(
            "UNKNOWN_OPTION", "ballots", f"Ballot {place} names {strange[0]}, which is not to be chosen here."
        )


def every_option(options: Iterable[Option] | None, ballots: Sequence[Iterable[Option]]) -> list[Option]:
    """What is to be chosen from: what was said, or else whatever a ballot names."""
    if options is not None:
        return in_order(set(options))
    return in_order({choice for ballot in ballots for choice in ballot})
