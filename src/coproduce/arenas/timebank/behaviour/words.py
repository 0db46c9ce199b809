"""What the made-up members of a time bank say would help, what they would do, and what they come together for."""

from datetime import time, timedelta

from coproduce.community.exchange.behaviour import Custom, Thing, Ways
from coproduce.community.exchange.occasions.rules import SlotWanted

THINGS = (
    Thing("Garden", "The front hedge wants cutting", "I can weed and prune"),
    Thing("Garden", "Somebody to dig two potato beds with me", "A morning's digging"),
    Thing("Getting about", "A lift to the surgery and home again", "Lifts in my car, most mornings"),
    Thing("Getting about", "Company on the bus to the market", "I go to the market by bus and can take someone along"),
    Thing("Company", "Somebody to play draughts with", "A game of cards and a pot of tea"),
    Thing("Company", "A walk by the canal once a week", "I walk every day and like company"),
    Thing("Around the home", "A curtain rail has come down", "I put up shelves and rails"),
    Thing("Around the home", "Help to turn a mattress", "Two strong arms for heavy things"),
    Thing("Learning", "Practice in speaking English", "Conversation in English or Polish"),
    Thing("Computers and phones", "My telephone does not ring any more", "I can set up a telephone or tablet"),
    Thing("Children and families", "Somebody to hear my son read", "I can hear children read"),
    Thing("Animals", "The dog needs a walk while my leg mends", "I walk dogs, small ones and large ones"),
    Thing("Food", "A hot meal on Sundays", "I always cook too much soup"),
    Thing("Mending", "A coat with a broken zip", "I have a sewing machine"),
    Thing("Letters and paperwork", "A letter from the council I cannot follow", "I read and write letters with people"),
    Thing("For the community", "Hands to put out chairs at the hall", "I can help at the hall on Fridays"),
)  # fmt: skip

THANKS = (
    "Thank you, that made my week.", "So kindly done.", "You were here when I needed it. Thank you.",
    "It looks lovely now.", "We laughed the whole time!", "I would not have managed alone.",
)  # fmt: skip

CUSTOMS = (
    Custom(
        "Shared lunch",
        "Food",
        6,
        time(12, 30),
        timedelta(hours=2),
        "monthly",
        (SlotWanted("Cooking", 2), SlotWanted("Washing up", 2)),
        SlotWanted("A place at the table", 6),
        place="The long table in the hall",
    ),
    Custom(
        "Repair evening",
        "Mending",
        2,
        time(17, 0),
        timedelta(hours=1, minutes=30),
        "monthly",
        (SlotWanted("Mending", 3), SlotWanted("Tea and cake", 1)),
        SlotWanted("Something to mend", 5),
        place="The hall, by the side door",
    ),
    Custom(
        "Garden morning at the school",
        "Garden",
        5,
        time(10, 0),
        timedelta(hours=2),
        "monthly",
        (SlotWanted("Digging and weeding", 6), SlotWanted("Tea", 1)),
        by_group=True,
        place="The gate behind the bicycle shed",
    ),
)

WAYS = Ways(THINGS, THANKS, CUSTOMS)
