"""What made-up families say, what their children are called, and what they come to the school for."""

from datetime import time, timedelta

from coproduce.community.exchange.behaviour import Custom, Ways
from coproduce.community.exchange.occasions.rules import SlotWanted

SCHOOL = "Wenbrook Primary School"
CHILDREN = ("Ida", "Omar", "Lena", "Jo", "Mina", "Kit", "Asha", "Noor", "Tess", "Ravi", "Elin", "Sami")
ANSWERS = (
    "He had a fever for two weeks, and I have no telephone.",
    "The bus was cancelled and it is too far to walk.",
    "She looked after her brother while I was in hospital.",
)

READING = Custom(
    "Reading hour at the school", "Children and families", 3, time(15), timedelta(hours=1), "every two weeks",
    (SlotWanted("Reading with children", 5), SlotWanted("Mending books and chairs", 2)), by_group=True,
    place="The library on the first floor",
)  # fmt: skip
WAYS = Ways(things=(), thanks=("Thank you for coming. They ask when you come again.",), customs=(READING,))
