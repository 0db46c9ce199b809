"""Where a letter leads: the addresses of the pages that notices name."""

from coproduce.arenas.care.models import Case, Visit


def to_own_page(slug: str) -> str:
    return f"/{slug}/care/"


def to_visit(row: Visit) -> str:
    """The page of one visit, for those who went and for the desk."""
    return f"/{row.case.community.slug}/care/visit/{row.public_id}/"


def to_case(row: Case) -> str:
    """The desk's page of one person."""
    return f"/{row.community.slug}/care/person/{row.public_id}/"
