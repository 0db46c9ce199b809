"""How many FHIR bundles are read in a second on one core: python -m tests.bench.health

Against the floor of the same content in the same run: `json.loads` alone, which no reader in Python can do without.
The small one is our example, filled up to just under 10 kB; the large ones are lives of Synthea's, if at hand.
"""

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from coproduce.interop.health.reading import read_discharges
from coproduce.interop.tests.bundles import RECEIVED, and_also
from coproduce.interop.tests.test_synthea import FILES

SECONDS = 1.0
SMALL = 10_000
#: After all of them, so that every stay is over.
LATE = datetime(2030, 1, 1, tzinfo=UTC)


def small() -> bytes:
    """A good bundle of just under 10 kB: findings nobody looks into fill it."""
    filling: list[dict[str, object]] = []
    content = b""
    while True:
        more = json.dumps(and_also(*filling)).encode()
        if len(more) > SMALL:
            return content
        content = more
        number = len(filling)
        filling.append(
            {"fullUrl": f"urn:uuid:{number}", "resource": {"resourceType": "Observation", "id": f"{number}"}}
        )


def per_second(contents: Sequence[bytes], read: Callable[[bytes], object]) -> float:
    """The best of three, each of a second of the processor."""
    return max(_once(contents, read) for _ in range(3))


def _once(contents: Sequence[bytes], read: Callable[[bytes], object]) -> float:
    began, done = time.process_time(), 0
    while (took := time.process_time() - began) < SECONDS:
        for content in contents:
            read(content)
        done += len(contents)
    return done / took


def main() -> None:
    for name, contents, received_at in (
        ("10 kB", [small()], RECEIVED),
        ("Synthea", [file.read_bytes() for file in FILES], LATE),
    ):
        if not contents:
            print(f"{name}: not at hand")
            continue
        floor = per_second(contents, json.loads)
        ours = per_second(contents, lambda content, at=received_at: read_discharges(content, "x.json", at, "UTC"))
        size = sum(map(len, contents)) / len(contents) / 1000
        print(
            f"{name} ({size:.0f} kB): {ours:,.0f} bundles/s; json alone {floor:,.0f}/s, {floor / ours:.2f} times that"
        )


if __name__ == "__main__":
    main()
