"""What made-up people would like to do together, lend, bring to be mended and reach."""

from datetime import time

from coproduce.community.exchange.occasions.rules import SlotWanted

#: One after another: a name, what it is, and what happens.
FESTIVALS = (
    ("Lantern evening", "We make lanterns in the afternoon and walk when it is dark.", "Lanterns and soup"),
    ("Street table", "One long table, and everybody brings a chair.", "The long table"),
    ("Apple day", "We press what the gardens gave.", "Pressing and tasting"),
    ("Songs on the green", "Whoever likes sings, and whoever likes listens.", "Singing"),
    ("Kite Sunday", "Build one in the hall, fly it on the hill.", "Building and flying"),
    ("Winter fire", "A fire, potatoes in foil, and stories.", "By the fire"),
)

HOW = {
    "quiet": "The vestry, with the door shut.",
    "access": "No steps; the accessible toilet is on the left.",
    "rain": "We move into the hall.",
    "kit": "A cup, and something warm to wear.",
}

SLOTS = (SlotWanted("A stall", 3), SlotWanted("Tea", 2), SlotWanted("Company"))
BEGINS, ENDS, PLACE = time(14), time(17), "In front of the hall"

GOALS = (
    ("Jars of jam for the winter", 120, "jars"), ("Litter picked from the brook", 200, "kg"),
    ("Bulbs along the road", 500, "bulbs"), ("Books for the free shelf", 150, "books"), ("Scarves", 40, "scarves"),
)  # fmt: skip

THINGS = (
    ("Drill", "tool"), ("Marble run", "toy"), ("Cider press", "other"), ("Long ladder", "tool"),
    ("Wooden train", "toy"), ("Sewing machine", "tool"), ("Party tent", "other"), ("Balance bike", "toy"),
)  # fmt: skip

BACK = ("It did the job. Thank you.", "The children loved it.", "Cleaned and oiled.", "")

#: What is brought to be mended: what, its kind, its fault, what came of it, and what it weighs in grams.
BROUGHT = (
    ("Kettle", "Kettle", "Does not switch off", "Fixed", 1100),
    ("Bedside lamp", "Lamp", "The lead is broken", "Fixed", 800),
    ("Radio", "Portable radio", "Crackles", "Repairable", 1500),
    ("Toaster", "Toaster", "Does not stay down", "Fixed", 1300),
    ("Chair", "", "A leg is loose", "Fixed", 4200),
    ("Hand mixer", "Food processor", "Smells of burning", "End of life", 1000),
    ("Bike light", "Decorative or safety lights", "Does not come on", "Fixed", 200),
    ("Trousers", "", "A torn seam", "Fixed", 500),
)
