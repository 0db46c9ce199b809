"""How long beancount takes to load so many transfers from a file: run by the Python of a folder of its own."""

import json
import sys
import tempfile
import time
from random import Random

ACCOUNTS = 400


def main(count: int) -> None:
    """One line: seconds, and how many stand."""
    from beancount import loader

    chance = Random(7)
    with tempfile.NamedTemporaryFile("w", suffix=".beancount") as file:
        for number in range(ACCOUNTS):
            file.write(f"2020-01-01 open Assets:Member{number}\n")
        for number in range(count):
            giver, receiver = chance.sample(range(ACCOUNTS), 2)
            file.write(f'2026-04-{number % 28 + 1:02d} * "company"\n  Assets:Member{giver}  60 MIN\n')
            file.write(f"  Assets:Member{receiver}  -60 MIN\n")
        file.flush()
        began = time.perf_counter()
        entries, errors, _ = loader.load_file(file.name)
    assert not errors, errors[:3]
    print(json.dumps({"took": time.perf_counter() - began, "count": len(entries) - ACCOUNTS}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
