"""Who may do what in Lanes, drains and water. Every verb and every page has a row here; what has none is refused."""

from coproduce.community.base.policy import Row

ROWS = (Row("works.read_page", "member", "any", why="Every member reads what people do together here."),)

BY_HELPER = {"works.read_page": ""}
