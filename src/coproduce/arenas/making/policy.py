"""Who may do what in Making things near. Every verb and every page has a row here; what has none is refused."""

from coproduce.community.base.policy import Row

ROWS = (Row("making.read_page", "member", "any", why="Every member reads what people do together here."),)
