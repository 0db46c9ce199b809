"""Who may record help in a time bank."""

from coproduce.community.base.policy import Row

ROWS = (Row("timebank.record_for", "broker", why="The desk records help for people who ring or hand in a sheet."),)
