"""Who may offer, need, and read the lists."""

from coproduce.community.base.policy import Row

ROWS = (
    Row("exchange.offer", "member", "own", why="Everyone says for themselves what they would do."),
    Row("exchange.offer", "broker", why="The desk writes it down for people who ring."),
    Row("exchange.need", "member", "own", why="Everyone says for themselves what would help."),
    Row("exchange.need", "broker", why="The desk writes it down for people who ring."),
    Row("exchange.need", "link worker", why="A link worker asks on behalf of someone she supports."),
    Row("exchange.read_lists", "member", why="Offers and needs are there to be seen by members."),
    Row("exchange.read_lists", "broker"),
    Row("exchange.read_lists", "link worker"),
)
