"""How fast a country's registers are judged: python -m tests.bench.attendance [CHILDREN]

One two-month period of counts for a million children in one process: what each register says, by age. The promise is
a minute.
"""

import sys
import time
from collections import Counter
from datetime import date

from coproduce.arenas.stipends.rules import RULE_SETS, Register, outcomes

CHILDREN, SECONDS = 1_000_000, 60


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else CHILDREN
    bands = next(one.values.bands for one in RULE_SETS if one.slug == "bolsa-familia-2023")
    children = (
        (Register(40, 40 - number % 17, number % 17), date(2010 + number % 12, 1 + number % 12, 1 + number % 28))
        for number in range(many)
    )
    began = time.perf_counter()
    found = Counter(outcomes(children, bands, date(2026, 9, 1)))
    took = time.perf_counter() - began
    print(f"{many:,} children: {took:.1f} s ({many / took:,.0f} a second); {dict(found)}")
    if took > SECONDS * max(1, many / CHILDREN):
        sys.exit(f"The promise is {SECONDS} s for {CHILDREN:,}.")


if __name__ == "__main__":
    main()
