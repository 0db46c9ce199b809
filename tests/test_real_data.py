"""The page on real data is made from the data, by one command; without them these are skipped."""

from pathlib import Path

from tools.real_data import (
    CLAIMS,
    PAGE,
    adoption,
    claimed,
    claims_page,
    deprivation,
    directory,
    first_stays,
    readmissions,
    refusals,
    share,
    time_use,
)

from tests.fixtures.shared import real


def stands(lines: list[str]) -> None:
    """Every line of a part stands on the page as it is kept."""
    page = PAGE.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line not in page], "run tools/real_data.py"


def test_the_page_says_what_the_data_say() -> None:
    for name, part in (("atus", time_use), ("imd_uk", deprivation), ("ohana_hsds", directory)):
        real(name)
        stands(part())


def test_claims_are_asked_of_data_of_others_and_judged() -> None:
    for name in ("time_use_tables", "netdiffuser"):
        real(name)
    assert CLAIMS.read_text(encoding="utf-8") == claims_page(), "run tools/real_data.py"
    assert {claim.slug: judged.verdict for claim, _, judged in claimed()}["contagion"] == "cannot tell"


def test_a_causal_claim_from_stays_is_refused_each_way() -> None:
    said = dict(refusals())
    assert len(said) == 6 and all(said.values())
    real("uci_diabetes_readmission")
    part = readmissions()
    stands(part)
    assert any("cannot tell" in line for line in part) and not any("reduced" in line for line in part)


def test_adoption_is_held_against_dealings() -> None:
    real("netdiffuser")
    page, part = PAGE.read_text(encoding="utf-8"), adoption(19)
    rows = [line.split(" | ")[:4] for line in part if line.startswith("| ") and "study" not in line]
    assert len(rows) == 3 and all(" | ".join(row) in page for row in rows)


def test_few_are_a_star_and_whoever_died_is_left_out() -> None:
    assert (share(3, 100), share(98, 100), share(0, 0)) == ("*", "*", "*") and share(31, 374).startswith("8.3")
    rows = [
        {"patient_nbr": who, "encounter_id": number, "discharge_disposition_id": code}
        for who, number, code in (("a", "2", "1"), ("a", "1", "6"), ("b", "3", "11"))
    ]
    people, number, gone = first_stays(rows)
    assert ({who: row["encounter_id"] for who, row in people.items()}, number, gone) == ({"a": "1"}, 3, 1)
    assert Path(PAGE).exists()
