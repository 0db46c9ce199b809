"""Write docs/explanation/evidence/real-data.md and docs/claims/real-data.md again, from data of others beside the
project: python tools/real_data.py

What a reviewer could check: each set with its source, how many there are, what was left out, and what the tool refuses.
No cell counts fewer than eight people. Without the data (../shared/data) nothing is written.
"""

import csv
import gzip
import io
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from coproduce.cli.claims import page as claims_of
from coproduce.community.evidence.rules import Asked, Known, Sheet, forbidden
from coproduce.community.evidence.rules.fair import BANDS, band_of
from coproduce.community.evidence.rules.money import read_rates, worth
from coproduce.community.evidence.rules.rows import fault_of_row, faults_together
from coproduce.core.claims import ESSAY, Claim, Found, Judged, counted, judge
from coproduce.core.network import contagion_slope, exposure
from coproduce.core.stats import Estimate, Suppression, wilson
from coproduce.economy.rates import ACTIVITIES
from coproduce.economy.uptake import read_study

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "explanation" / "evidence" / "real-data.md"
CLAIMS = ROOT / "docs" / "claims" / "real-data.md"

#: Up to when claims were asked of them.
LAST = date(2026, 11, 30)

#: Discharge codes of those who died and of hospices: nobody who could come back.
CANNOT_COME_BACK = frozenset(("11", "13", "14", "19", "20", "21"))

#: What an hour of 2016 is put at, in dollars of that year.
WAGES = """replacement; 7.25; 17.81; 23.86; USD; 2016; federal minimum, median and mean wage (BLS); public domain"""

DAY = date(2026, 11, 1)


def stays(path: Path) -> Iterator[dict[str, str]]:
    """The stays of the readmission data, by the member that holds them."""
    with zipfile.ZipFile(path) as kept, kept.open("dataset_diabetes/diabetic_data.csv") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8"))


def first_stays(rows: Iterable[Mapping[str, str]]) -> tuple[dict[str, Mapping[str, str]], int, int]:
    """One stay a person, the first; how many stays there were, and how many people could not come back."""
    first: dict[str, Mapping[str, str]] = {}
    stays = 0
    for row in rows:
        stays += 1
        before = first.get(row["patient_nbr"])
        if before is None or int(row["encounter_id"]) < int(before["encounter_id"]):
            first[row["patient_nbr"]] = row
    home = {who: row for who, row in first.items() if row["discharge_disposition_id"] not in CANNOT_COME_BACK}
    return home, stays, len(first) - len(home)


def share(k: int, n: int) -> str:
    """A share in a hundred with its interval, or a star where it is of few."""
    if None in (Suppression().hide(k), Suppression().hide(n - k)) or not n:
        return "*"
    low, high = wilson(k, n)
    return f"{100 * k / n:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def refusals() -> list[tuple[str, str]]:
    """What the tool says to each wrong way of asking whether measuring HbA1c keeps people out of hospital."""
    sheet = Sheet("Do fewer come back?", "everybody", "HbA1c measured", "not measured", "discharge", "back", 30,
                  "weighed", DAY, DAY, 12, 10, ("age",))  # fmt: skip
    later = date(2027, 6, 1)
    measured = [
        (number, Known(f"{number}", number % 2 == 0, DAY, later, visited_on=DAY if number % 2 == 0 else None))
        for number in range(80)
    ]
    after = fault_of_row(sheet, Known("1", True, DAY, later, known_on=date(2026, 11, 2)), later)
    asked = {
        "who was measured against who was not": forbidden(sheet, Asked(compare="visited"), later),
        "holding the doses equal, which were chosen after the result": forbidden(
            sheet, Asked(covariates=("age", "dose")), later
        ),
        "counting 90 days because 30 show little": forbidden(sheet, Asked(follow_up_days=90), later),
        "showing a cell of three people": forbidden(sheet, Asked(largest_hidden=0), later),
        "a covariate written down after time zero": after,
    }
    said = [(what, fault.sentence) for what, fault in asked.items() if fault is not None]
    return [*said, *(("an “offer” that is who was measured", reason) for _, _, reason in faults_together(measured))]


def readmissions() -> list[str]:
    """Counts, and no causal claim."""
    people, number, gone = first_stays(stays(DATA / "uci_diabetes_readmission" / "dataset_diabetes.zip"))
    back = {who for who, row in people.items() if row["readmitted"] == "<30"}
    by_age: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    measured: dict[bool, list[int]] = {True: [0, 0], False: [0, 0]}
    for who, row in people.items():
        for count in (by_age[row["age"]], measured[row["A1Cresult"] != "None"]):
            count[0] += who in back
            count[1] += 1
    claim = Claim("hba1c", "Measuring HbA1c keeps people out of hospital.", "Strack et al. (2014)", False,
                  "of those measured, fewer come back", "back", Fraction(1, 2), "D")  # fmt: skip
    verdict = judge(claim, counted(len(back), len(people), ""), is_demo=False)
    return [
        "## Hospital stays: counted, and no more",
        "",
        "UCI Machine Learning Repository, *Diabetes 130-US hospitals 1999–2008* (Strack et al. 2014, CC BY 4.0).",
        f"{number:,} stays; {len(people) + gone:,} people, of each the first stay; {gone:,} died or went to a "
        "hospice and are "
        f"left out. Of {len(people):,} others, {share(len(back), len(people))} in 100 were back within 30 days. "
        "Design A.",
        "",
        "| age | people | back in 30 days, in 100 (95 %) |",
        "|---|--:|--:|",
        *(f"| {age.strip('[)').replace('-', '–')} | {n:,} | {share(k, n)} |" for age, (k, n) in sorted(by_age.items())),
        "",
        f"HbA1c was measured in {measured[True][1]:,}: {share(*measured[True])} in 100 were back; of the "
        f"{measured[False][1]:,} "
        f"others {share(*measured[False])}. Was it the measuring? **{verdict.verdict}**: {verdict.why} What the tool "
        "says to "
        "ways round that:",
        "",
        "| asked | answer |",
        "|---|---|",
        *(f"| {what} | {sentence} |" for what, sentence in refusals()),
        "",
        "There are no days in the data at all, so no row of it could be brought to a plan: each needs its own time "
        "zero.",
    ]


def adoption(dealings: int = 999) -> list[str]:
    """Whether taking up spreads along ties, held against the same days dealt out anew."""
    lines = [
        "## Three studies of taking something up",
        "",
        "netdiffuseR (MIT; Valente 1995; Coleman, Katz and Menzel 1966; Rogers and Kincaid 1981; Rogers, Ascroft and "
        "Röling "
        "1970). Exposure is the share of one's people who had taken it up by the middle period; the slope is how much "
        f"likelier somebody does for all of them against none, and its null is {dealings} dealings of the same days.",
        "",
        "| study | people | ties | named, not in it | exposure of those who later did · did not | slope | by chance "
        "95 % | p |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, says in (("medInnovations", "doctors, a drug"), ("kfamily", "Korean women, family planning"),
                       ("brfarmers", "Brazilian farmers, maize")):  # fmt: skip
        study = read_study(DATA / "netdiffuser" / f"{name}.csv")
        joined = {place: int(when) or None for place, when in enumerate(study.adoption.tolist())}
        ties = [(int(one), int(other)) for one, other in study.ties.tolist()]
        middle = study.periods // 2
        shares = exposure(ties, [one for one, when in joined.items() if when and when <= middle], joined)
        means = []
        for took in (True, False):
            found = [
                value for one, value in shares.items()
                if value is not None and (joined[one] or middle + 1) > middle and (joined[one] is not None) == took
            ]  # fmt: skip
            means.append(f"{sum(found) / len(found):.2f}" if found else "–")
        slope = contagion_slope(ties, joined, dealings=dealings)
        ends = "–" if slope.low is None or slope.high is None else f"{slope.low:.3f} to {slope.high:.3f}"
        lines.append(
            f"| {says} | {len(joined):,} | {len(ties):,} | {study.dangling:,} | {' · '.join(means)} | "
            f"{slope.slope or 0:.3f} | {ends} | {slope.p or 0:.3f} |"
        )
    return [
        *lines,
        "",
        "People are like their friends before they are friends, and days are dealt among all villages, so that one "
        "where "
        "everybody is early raises the slope too: above chance is no proof of contagion (C).",
    ]


def time_use() -> list[str]:
    """Unpaid hours of a country by sex, age and work, and what they would cost as a range."""
    days: dict[tuple[str, str, str], int] = {}
    minutes: Counter[tuple[str, str, str]] = Counter()
    prefixes = tuple(code for codes in ACTIVITIES.values() for code in codes)
    with open(DATA / "atus" / "atus_2003_2016_aggregate.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["year"] != "2016":
                continue
            group = (row["sex"], row["age_band"], row["employment"])
            days[group] = int(row["person_days_k"])  # stands on every activity of the group: counted once
            if row["activity"].startswith(prefixes):
                minutes[group] += int(row["person_minutes_k"])

    def an_hour(place: int, named: str) -> str:
        some = [group for group in days if group[place] == named]
        return f"{sum(minutes[one] for one in some) / sum(days[one] for one in some) / 60:.2f}"

    rates = read_rates(WAGES)
    assert isinstance(rates, tuple)
    low, middle, high = (amount * 1_000 for amount in worth(sum(minutes.values()), rates[0]))
    names = (("sex", 0), ("age", 1), ("work", 2))
    rows = [
        f"| {what} | {named} | {an_hour(place, named)} |"
        for what, place in names
        for named in sorted({group[place] for group in days})
    ]
    return [
        "## What a country does unpaid",
        "",
        "US Bureau of Labor Statistics, American Time Use Survey, 2016; people of 15 and over, weighted. Care done "
        "beside "
        "something else is missing, and so is time on the way.",
        "",
        "| by | who | hours a day |",
        "|---|---|--:|",
        *rows,
        "",
        f"In all {sum(minutes.values()) / 60e6:,.0f} billion hours in the year. At the minimum, median and mean wage "
        "of 2016: "
        f"{low / 1e12:.1f}, {middle / 1e12:.1f} or {high / 1e12:.1f} trillion dollars. The wage that is chosen moves "
        "it by more "
        "than half, so it is a range; it is added to nothing, and hours are no savings.",
    ]


def deprivation() -> list[str]:
    """Areas of four nations by the part of their own nation they are in; never one against another."""
    nations = {"E": "England", "W": "Wales", "S": "Scotland", "9": "Northern Ireland", "N": "Northern Ireland"}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    number = 0
    with gzip.open(DATA / "imd_uk" / "imd_uk_lsoa.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number += 1
            found[nations[row["area_code"][0]]][band_of(int(float(row["IMD_decile"])))] += 1
    return [
        "## How deprived an area is said to be",
        "",
        f"Contains public sector information licensed under the Open Government Licence v3.0; {number:,} areas. "
        "Tenth 1 is "
        "the most deprived of its own nation: four indices stand side by side, and areas of two nations are never "
        "ranked.",
        "",
        f"| nation | {' | '.join(BANDS[:3])} |",
        "|---|--:|--:|--:|",
        *(
            f"| {nation} | {' | '.join(f'{counts[band]:,}' for band in BANDS[:3])} |"
            for nation, counts in sorted(found.items())
        ),
        "",
        "A community joins its parts of town to such a table as `area,decile`; the page *Is it fair?* then counts by "
        "it. It is "
        "said of an area, never of anybody in it.",
    ]


def directory() -> list[str]:
    """What already exists in a place: services by their state, and how few of them say what they are."""
    with open(DATA / "ohana_hsds" / "services.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    states = Counter(row["status"].strip().lower() or "not said" for row in rows)
    coded = sum(bool(row["taxonomy_ids"].strip()) for row in rows)
    keyed = sum(bool(row["keywords"].strip()) for row in rows)
    return [
        "## A directory of services",
        "",
        f"Ohana sample directory, HSDS 1 (BSD-3-Clause): {len(rows)} services, "
        + ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
        + f". {coded} of {len(rows)} name a code of the taxonomy and {keyed} have keywords, so kinds can be proposed "
        "and not "
        "assumed. They are organisations, ten years old: counted here to try the reading, and no live directory.",
    ]


#: Of countries nothing is hidden: they are no people.
COUNTRIES = Suppression(0)


def unpaid_beside_paid() -> tuple[int, int]:
    """In how many countries the people of 15 to 64 spend as much time on unpaid work as on paid, and of how many."""
    minutes: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    with open(DATA / "time_use_tables" / "oecd_time_use_by_sex.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            minutes[row["Country_Code"]][row["DESC"]] += Fraction(row["Minutes_per_day"])
    return sum(one["UPW"] >= one["PAW"] for one in minutes.values()), len(minutes)


def claimed() -> list[tuple[Claim, Found | None, Judged]]:
    """What the essays claim and data of others can be asked, each with its verdict; the lines were drawn beforehand."""
    k, n = unpaid_beside_paid()
    studies = [read_study(DATA / "netdiffuser" / f"{name}.csv") for name in ("medInnovations", "kfamily", "brfarmers")]
    many = sum(len(study.adoption) for study in studies)
    found = (
        (
            Claim(
                "core", "Relationships deliver just about everything: the core economy is the larger one.", ESSAY,
                False,
                "In at least half of all countries adults spend as much time on unpaid work as on paid work or study, "
                "or more. It says how much is done, and nothing of what it delivers.", "core",
            ),
            counted(k, n, f"In {k} of {n} countries, by the OECD’s time-use database, ages 15 to 64.", COUNTRIES),
        ),
        (
            Claim(
                "contagion", "Co-production spreads by contagion, along the ties people have.", ESSAY, False,
                "Invitations dealt by lot, after which friends of whoever was invited take part more often. Of what "
                "merely went along ties nobody can tell whether it spread or friends were alike.", "contagion",
                needs="F",
            ),
            Found(
                f"Of three studies of taking something up, {many:,} people, the slope along ties is above what dealing "
                "the same days out anew gives in two, and not in the third (doctors).", many,
                Estimate(None, None, None, 0), "C",
            ),
        ),
    )  # fmt: skip
    return [(claim, seen, judge(claim, seen, is_demo=False)) for claim, seen in found]


def claims_page() -> str:
    """The page of these claims, as `coproduce claims` writes those of an arena."""
    how = "python tools/real_data.py"
    return claims_of("The core economy", "public data", False, LAST, how, claimed(), whose="data of others show")


def page(dealings: int = 999) -> str:
    """The whole page."""
    head = [
        "# What real data say, and what they cannot",
        "",
        "<!-- Made by tools/real_data.py from ../shared/data; nothing here is written by hand. -->",
        "",
        "Each number has its n and its letter (A a count, C compared and not adjusted). Cells of 1 to 7 people are "
        "hidden (*).",
        "",
    ]
    parts = (readmissions(), adoption(dealings), time_use(), deprivation(), directory())
    return "\n".join([*head, *("\n".join([*part, ""]) for part in parts)])


def main() -> None:
    if not DATA.exists():
        sys.exit(f"There is no {DATA}: put the data beside the project first.")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    CLAIMS.write_text(claims_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
