"""What made-up people want to learn and say they learned, in words of their own."""

from coproduce.community.exchange.behaviour import Ways

#: Each topic: what it is called, who can be asked, and what somebody who wants to learn it says.
TOPICS = (
    ("Keeping the weight off", "Mrs Holloway, dietician at the surgery, Tuesdays 9 to 10",
     "To eat with the others and not to mind the scales"),
    ("Living with sugar", "The practice nurse, by telephone, weekday mornings",
     "To go out for a day without being afraid of it"),
    ("Forms and letters", "The advice centre at the library, Thursdays",
     "To open a brown envelope without my heart beating"),
    ("Riding a bicycle again", "The bicycle workshop, Saturdays", "To ride to the market and back"),
)  # fmt: skip

LOWEST, HIGHEST = ("I am afraid of it", "hopeless", "not a chance"), ("I do it without thinking", "easy", "I enjoy it")

#: What the one who shows it says they learned, and what the other does.
OF_TUTORS = (
    "That what I found hardest was the easy part for them.", "A quicker way than mine.",
    "How much I have forgotten since I began.", "To wait until I am asked.", "That I can still be surprised.",
)  # fmt: skip
OF_LEARNERS = (
    "That I was further than I thought.", "One small thing I can do tomorrow.", "What to do when it goes wrong.",
    "That nobody does it right at first.", "To begin with the part I like.",
)  # fmt: skip

#: How it went, as made-up people tell it.
STORIES = (
    "I had begun five times before, each time alone. What was new was that somebody asked how Monday had been.",
    "I thought I was the only one who found it hard. Then somebody told me how long it had taken them, and laughed.",
    "For weeks nothing happened, and then it was simply what I do. I still ring when I have a bad day.",
)

#: What is said of being thanked; nobody says a wish but by saying what they want to learn.
WAYS = Ways(things=(), thanks=("Thank you. I would never have begun alone.", "That helped. Thank you."))
