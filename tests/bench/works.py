"""How long a lane takes to design, and ten thousand of them: python -m tests.bench.works [LANES]

Each lane is another: its houses, its people, its ground. From levels to the line, what it takes and what it costs.
"""

import sys
import time
from random import Random

from coproduce.arenas.works.rules import STANDARD, Ground, House, Lane, bill, design, quantities

LANES = 10_000


def made(chance: Random) -> Lane:
    """A lane of about thirty houses 6 m apart, with a level every 15 m."""
    houses = tuple(
        House(str(number), chance.randint(2, 12), 6_000 * number) for number in range(1, chance.randint(20, 40) + 1)
    )
    level, ground = 20_000, []
    for place in range(6_000 * len(houses) // 15_000 + 2):
        ground.append(Ground(15_000 * place, level))
        level -= chance.randint(-30, 200)
    return Lane(houses, tuple(ground), 0)


def main(lanes: int) -> None:
    chance = Random(10)
    asked = [made(chance) for _ in range(lanes)]
    slowest, began = 0.0, time.perf_counter()
    for lane in asked:
        before = time.perf_counter()
        line = design(lane)
        bill(quantities(line), STANDARD.book)
        slowest = max(slowest, time.perf_counter() - before)
    whole = time.perf_counter() - began
    print(f"{lanes} lanes in {whole:.2f} s: {whole / lanes * 1000:.2f} ms each, the slowest {slowest * 1000:.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LANES)
