"""What is answered here at all, and who may be recognised for hearing it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from coproduce.arenas.justice.rules import RULE_SETS, STANDARD, credits, may_record
from coproduce.arenas.justice.rules.matters import KINDS, SERIOUS, WAYS, Matter, Said, eligible, may_hear
from coproduce.core.arena import Help
from coproduce.core.quantity import HOURS, KWH
from coproduce.core.refusal import Refusal

DAY = date(2026, 11, 17)
MINOR = Matter("damage", (), "Ben", "Ana")


def code(refused: Refusal | None) -> str:
    return refused.code if refused else ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"kind": " Damage "}, ""),
        ({"kind": "Weapon"}, "SERIOUS"),
        ({"kind": "theft of a bank"}, "UNKNOWN_KIND"),
        ({"kind": ""}, "UNKNOWN_KIND"),
        ({"signs": ("a smell",)}, "UNKNOWN_SIGN"),
        ({"signs": ("a smell", "Violence")}, "SERIOUS"),
        ({"signs": "weapons"}, "SERIOUS"),
        ({"signs": ["Children  at risk"]}, "SERIOUS"),
        ({"signs": ""}, ""),
        ({"is_sealed": True}, "SEALED"),
        ({"harmed": "Ben"}, "SAME_PERSON"),
        ({"harmed": "", "respondent": ""}, ""),
        ({"harmed_contact": "01632 960 001", "respondent_contact": "+44 1632 960001"}, "PRESSURE"),
        ({"harmed_contact": "Ana@x.example", "respondent_contact": " ana@x.example"}, "PRESSURE"),
        ({"harmed_contact": "01632 960 001", "respondent_contact": "01632 960 002"}, ""),
        ({"harmed_contact": "", "respondent_contact": ""}, ""),
        ({"harmed_contact": ("", "a@x.example"), "respondent_contact": ("01632 960 001", "A@x.example")}, "PRESSURE"),
        ({"harmed_contact": ("01632 960 001", ""), "respondent_contact": ("", "")}, ""),
        ({"reference": "p-17", "known": ("P-17 ",)}, "KNOWN"),
        ({"reference": "p-18", "known": ("P-17",)}, ""),
        ({"reference": " ", "known": ("",)}, ""),
    ],
)
def test_what_is_answered_here(change: dict[str, object], said: str) -> None:
    whole = {"kind": "damage", "respondent": "Ben", "harmed": "Ana", **change}
    assert code(eligible(Matter(**whole))) == said  # type: ignore[arg-type]
    assert code(eligible(whole, RULE_SETS[0])) == said


@pytest.mark.parametrize("sign", SERIOUS)
@pytest.mark.parametrize("kind", KINDS)
def test_serious_harm_is_refused_with_whom_to_call(kind: str, sign: str) -> None:
    for rule_set in RULE_SETS:
        refused = eligible({"kind": kind, "signs": [sign]}, rule_set)
        assert refused and refused.code == "SERIOUS"
        assert getattr(rule_set.values, SERIOUS[sign]) in str(refused)
        assert any(letter.isdecimal() for letter in str(refused))


@given(
    st.sets(st.sampled_from(sorted(SERIOUS)), min_size=1), st.sampled_from(sorted([*KINDS, *SERIOUS])), st.booleans()
)
def test_nothing_makes_serious_harm_less_so(signs: set[str], kind: str, is_sealed: bool) -> None:
    assert code(eligible(Matter(kind, tuple(signs), is_sealed=is_sealed))) == "SERIOUS"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (Said("in person", True), ""),
        (Said("not at all", True), ""),
        (Said("", True), "HARMED_NOT_ASKED"),
        (Said("somehow", True), "HARMED_NOT_ASKED"),
        (Said("stopped", True), "HARMED_STOPPED"),
        (Said("by letter", None), "NOT_ACCEPTED"),
        (Said("by letter", False), "NOT_ACCEPTED"),
        (Said("by letter", True, respondent_is_minor=True), "GUARDIAN"),
        (Said("by letter", True, respondent_is_minor=True, respondent_guardian_yes=False), "GUARDIAN"),
        (Said("by letter", True, respondent_is_minor=True, respondent_guardian_yes=True), ""),
        (Said("by letter", True, harmed_is_minor=True), "GUARDIAN"),
        (Said("by letter", True, harmed_is_minor=True, harmed_guardian_yes=True), ""),
        (Said("not at all", True, harmed_is_minor=True), ""),
        (Said("not at all", True, harmed_is_minor=True, facilitator_is_adult=False), "ADULT"),
        (Said("by letter", True, True, True, facilitator_is_adult=False), "ADULT"),
        (Said("by letter", True, facilitator_is_adult=False), ""),
    ],
)
def test_nobody_is_heard_before_everybody_has_said_yes(said: Said, refused: str) -> None:
    assert code(may_hear(said)) == refused


@given(
    st.builds(
        Said, st.sampled_from([*WAYS, "", "stopped"]), st.none() | st.booleans(), st.booleans(),
        st.none() | st.booleans(), st.booleans(), st.none() | st.booleans(), st.booleans(),
    )
)  # fmt: skip
def test_no_circle_without_a_free_yes(said: Said) -> None:
    if may_hear(said) is None:
        assert said.has_accepted and said.harmed_way in WAYS
        assert not said.respondent_is_minor or said.respondent_guardian_yes
        assert said.facilitator_is_adult or not (said.respondent_is_minor or said.harmed_is_minor)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Help("Ana", "the circle", HOURS(STANDARD.longest_minutes), DAY), ""),
        (Help("Ana", "the circle", HOURS(STANDARD.longest_minutes + 1), DAY), "TOO_LARGE"),
        (Help("Ana", "the circle", KWH(1), DAY), "UNIT_MISMATCH"),
        (Help("Ana", "the circle", HOURS(60), DAY - timedelta(days=STANDARD.oldest_days)), ""),
        (Help("Ana", "the circle", HOURS(60), DAY - timedelta(days=STANDARD.oldest_days + 1)), "TOO_OLD"),
    ],
)
def test_what_peers_are_recognised_with(told: Help, said: str) -> None:
    assert code(may_record(told, DAY)) == said
    assert credits(told)[1] == HOURS(0)
