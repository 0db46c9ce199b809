"""What simulated people say of what went wrong, and of what puts it right."""

HARMS = (
    ("damage", "A football went through the greenhouse."),
    ("noise", "Drums until midnight, three nights running."),
    ("taking", "A bicycle pump was taken from the shed."),
    ("insult", "Hurting words over the fence."),
    ("litter", "Paint on the wall of the hall."),
    ("trespass", "Somebody walked through the new beds."),
)

REPAIRS = (
    ("Put in a new pane together", 180),
    ("Paint the wall", 240),
    ("Say sorry, in person", 0),
    ("Dig the beds again", 120),
    ("A letter", 0),
)

HEARD = ("They listened.", "I said what I had to say.", "")
