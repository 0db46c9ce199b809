"""Where a letter leads: the addresses of the pages that notices name."""

from coproduce.arenas.care.models import Case


def to_own_page(slug: str) -> str:
    return f"/{slug}/care/"


def to_the_list(slug: str) -> str:
    return f"/{slug}/care/list/"


def to_case(row: Case) -> str:
    """The desk's page of one person."""
    return f"/{row.community.slug}/care/person/{row.public_id}/"
