"""Names, streets and strengths of the made-up town: small lists from several origins, and nobody who lives."""

from random import Random

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

#: Parts of town, each some minutes by bike from the others: what lies where is what rounds and walks are reckoned by.
STREETS = {
    "Mill Lane": ("51.74600", "-2.21500"),
    "Church Row": ("51.74900", "-2.22050"),
    "Canal Side": ("51.74150", "-2.22300"),
    "Hilltop": ("51.75300", "-2.20700"),
}

STRENGTHS = (
    "baking", "sewing", "a patient listener", "speaks two languages", "drives a van", "knows about tomatoes",
    "plays the accordion", "good with forms", "mends bicycles", "walks dogs", "was a nurse", "reads aloud",
    "has a long ladder", "makes soup for twenty", "knows every bus", "brought up five children",
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
