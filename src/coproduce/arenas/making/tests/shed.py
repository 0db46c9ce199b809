"""A shed where a stool is designed, for the tests of making: what is said, and what each verb answers."""

from typing import Any
from uuid import UUID

from tests.fixtures.towns import Town, do

from coproduce.community.base.done import Done
from coproduce.core.refusal import Refusal

STOOL = {"name": "Stool", "version": "1.0.0", "licence": "CERN-OHL-P-2.0", "words": "Turn three legs.",
         "parts": "leg; 3; turning; ash; 400 x 40 x 40; 20\nseat; 1; sawing\nscrew; 6"}  # fmt: skip

#: As `git log --numstat` prints it: Ben by the address he signs in with, and Zoe, who is nobody here.
LOG = """commit 0f3a9c1
Author: Ben Elsewhere <%(ben)s>
Date:   Mon Nov 16 12:00:00 2026 +0000

    A longer leg

    Co-authored-by: Zoe Elsewhere <zoe@elsewhere.example>

3\t1\tleg.scad

commit 1b2c3d4
Author: Zoe Elsewhere <zoe@elsewhere.example>
Date:   Tue Nov 17 12:00:00 2026 +0000

    A wider seat

9\t2\tseat.scad
"""


def done(verb: str, town: Town, by: str, **said: Any) -> Any:
    outcome = do(verb, town.actor(by), **said)
    assert isinstance(outcome, Done), (verb, outcome)
    return outcome.value


def refused(verb: str, town: Town, by: str, **said: Any) -> tuple[str, str]:
    outcome = do(verb, town.actor(by), **said)
    assert isinstance(outcome, Refusal), (verb, outcome)
    assert "%(" not in outcome.sentence
    return outcome.code, outcome.field


def stool(town: Town, by: str = "Ben", **change: Any) -> UUID:
    design: UUID = done("making.keep_design", town, by, **{**STOOL, **change}).design
    return design


def log(town: Town) -> str:
    return LOG % {"ben": town.account("Ben").email}
