"""The file of what was sealed, beside the database: numbers of matters, which lead to nothing once they are sealed."""

from coproduce.community.base.outside import Lines

FILE = Lines("seals")
