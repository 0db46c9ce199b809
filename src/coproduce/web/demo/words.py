"""The names and words the made-up town is made of: small lists from several origins, and nobody who lives."""

from random import Random

from coproduce.arenas.timebank.behaviour import Thing

ORIGINS = (
    (
        "Alice Tom Joan Harry Peggy Colin Maureen Jack",
        "Ashdown Birtwell Cobley Dunnock Fairbrook Hollins Marlow Thatcher",
    ),
    ("Bronwen Rhys Megan Dafydd Carys Emlyn Nia Gwilym", "Bevan Cadwell Gethin Llewin Madryn Penry Teifi Wynford"),
    ("Agnieszka Marek Zofia Piotr Halina Jakub Ewa Tomek", "Bielak Drozd Jaworek Kalina Lipka Sikora Wilczek Zielny"),
    ("Amina Bilal Farida Imran Nadia Tariq Saima Yusuf", "Anwari Chaudri Darzi Hakeem Mirzan Qadri Rahmat Siddar"),
    ("Asha Dev Gita Harjit Jaspreet Kiran Manjit Priya", "Bhandal Dosanjh Gillon Kaurani Mahel Nayar Rathod Sandhar"),
    ("Abena Chidi Efua Kwame Ngozi Sade Tunde Yaw", "Adomako Boateng Danso Ekwen Ibekwe Okoren Owusua Temba"),
    (
        "Delroy Claudette Errol Marcia Winston Beverley Leroy Yvette",
        "Bancroft Cargill Dacosta Fairweather Grantley Pinnock Salmon Whyte",
    ),
    ("Hodan Abdi Ifrah Liban Sagal Warsan Yasin Idil", "Abshir Dirie Elmi Farrah Guled Jama Samatar Warfaa"),
)

STREETS = ("Mill Lane", "Church Row", "Canal Side", "Hilltop")

STRENGTHS = (
    "baking", "sewing", "a patient listener", "speaks two languages", "drives a van", "knows about tomatoes",
    "plays the accordion", "good with forms", "mends bicycles", "walks dogs", "was a nurse", "reads aloud",
    "has a long ladder", "makes soup for twenty", "knows every bus", "brought up five children",
)  # fmt: skip

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

GROUPS = (("Wenbrook Primary School", 2), ("Wenbrook Surgery", 2))


def names(seed: int, size: int) -> list[str]:
    """So many names, each once, in an order that follows from the seed; from the 513th on with a second surname."""
    pairs = [(first, last) for firsts, lasts in ORIGINS for first in firsts.split() for last in lasts.split()]
    Random(f"{seed} names").shuffle(pairs)  # noqa: S311 - a made-up town, not a secret
    rounds = -(-size // len(pairs))
    surnames = [last for _, lasts in ORIGINS for last in lasts.split()]
    return [
        f"{first} {last}" if not turn else f"{first} {last}-{surnames[(place + turn) % len(surnames)]}"
        for turn in range(rounds)
        for place, (first, last) in enumerate(pairs)
    ][:size]
