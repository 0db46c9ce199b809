"""The file of who was forgotten, beside the database."""

from coproduce.community.base.outside import Lines

FILE = Lines("erasures")
