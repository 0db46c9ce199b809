"""How quick parts are taken apart and matched: `./coproduce run -- python -m tests.bench.making`.

Promised: a list of 100,000 parts in a second, 10,000 designs over 1,000 makers in five, of a processor to itself. Sizes
are drawn at random, so that no two machines are alike: nothing is saved by looking at equal ones once.
"""

from random import Random
from time import process_time

from coproduce.arenas.making.rules import Design, Machine, Maker, Module, Part, Use, explode, plan, where_used

WAYS = ("fff", "sla", "laser", "milling", "turning", "sewing", "welding", "sawing")


def parts_list(chance: Random, number: int = 100_000) -> Design:
    """As many parts, ten in each module on the average, twenty deep and more."""
    modules: dict[str, dict[str, int]] = {f"m{place}": {} for place in range(number)}
    for place in range(1, number):
        modules[f"m{max(0, place // 10 - chance.randrange(2))}"][f"m{place}"] = chance.randint(1, 3)
        if place % 5 == 0:
            modules[f"m{chance.randrange(place // 2 + 1)}"][f"m{place}"] = 1
    return Design("m0", modules)


def as_modules(design: Design) -> Design:
    """The same, each in a version of its own, and a range of versions asked for wherever it is used."""
    modules = [
        Module(name, [Use(part, number, "^1") for part, number in uses.items()], f"1.{place % 9}")
        for place, (name, uses) in enumerate(design.modules.items())
    ]
    return Design(design.top, modules)


def shops(chance: Random, number: int = 1_000) -> list[Maker]:
    """Makers with three machines each, no two alike."""

    def machine(place: int) -> Machine:
        box = (chance.randint(100, 1200), chance.randint(100, 1200), chance.randint(50, 500))
        return Machine(f"machine {place}", chance.choice(WAYS), (), box, lays=chance.choice(("turned", "tilted")))

    return [
        Maker(f"maker {place}", [machine(at) for at in range(3)], chance.randrange(20_000), chance.randrange(6_000))
        for place in range(number)
    ]


def designs(chance: Random, number: int = 10_000) -> list[Part]:
    """As many things, some of which are too large for most or for all."""
    return [
        Part(f"design {place}", chance.choice(WAYS), "", tuple(int(chance.lognormvariate(4.5, 0.9)) + 1 for _ in "xyz"),
             quantity=chance.randint(1, 5), minutes=chance.randint(1, 60))
        for place in range(number)
    ]  # fmt: skip


def main() -> None:
    """Print what was reckoned and in how many seconds."""
    design = parts_list(Random(1))
    for words, told_so in (("as plain names", design), ("as modules with ranges of versions", as_modules(design))):
        begun = process_time()
        found = explode(told_so, 5)
        print(f"{len(found) + 1} parts taken apart, told {words}, in {process_time() - begun:.2f} s")
    begun = process_time()
    where_used("m50000", design)
    print(f"where one of them is used in {process_time() - begun:.2f} s")
    told, makers = designs(Random(2)), shops(Random(3))
    begun = process_time()
    made = plan(told, makers)
    print(
        f"{len(told)} designs over {len(makers)} makers in {process_time() - begun:.2f} s: "
        f"{len(made.jobs)} jobs at {made.makers} places, {len(made.missing)} missing"
    )


if __name__ == "__main__":
    main()
