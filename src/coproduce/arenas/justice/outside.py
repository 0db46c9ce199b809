"""The file of what was sealed, beside the database: numbers of matters, which lead to nothing once they are sealed."""

from uuid import UUID

from coproduce.community.base.outside import Lines

FILE = Lines("seals")


def sealed() -> set[UUID]:
    """The numbers of all that was sealed."""
    return {UUID(line.split()[1]) for line in FILE.lines()}


def is_sealed(number: UUID) -> bool:
    """Whether a matter of this number was sealed."""
    return number in sealed()
