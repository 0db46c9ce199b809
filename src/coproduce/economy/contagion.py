"""Did it spread from tie to tie, and how: each adopting tie adds, a number of them is needed, or it came from outside?

The judge is what was not fitted: half the groups (or every other period) foretell the other half, and the other way
round. Beside ties, every model grants an outside push that changes in time and, where there are several groups, one in
proportion to how many of the group have taken it up; so ties must show more than that the whole village went along.
People who are tied are also alike: what is found here is that uptake follows ties, never by itself that ties made it.

Valente (1995), Network models of the diffusion of innovations; Centola & Macy (2007), AJS 113:702.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from coproduce.economy.draws import salt, turn
from coproduce.economy.hazard import Marks, Reals, fit, likelihoods
from coproduce.economy.interval import Interval, interval
from coproduce.economy.uptake import Places, Uptake, UptakeError

Kind = Literal["simple", "threshold", "contagion", "outside", "cannot tell"]
HoldOut = Literal["groups", "times"]

#: Thresholds tried: so many ties at least, and such a share of them.
THRESHOLDS = ((2, 0.0), (3, 0.0), (4, 0.0), (5, 0.0), (2, 0.25), (2, 0.5), (2, 0.75))
#: Groups from which on they are held out, rather than times.
ENOUGH_GROUPS = 6
#: The push from outside bends at so many times at most.
BENDS = 8
#: Ties that explain less than this share of adoptions do not count; and how much less likely an excluded share is
#: (half of 3.84, the 95 % point of χ² with one degree).
LITTLE, EXCLUDED = 0.1, 1.92

SAYS: dict[Kind, str] = {
    "simple": "It spread from tie to tie, and each adopting tie added to the chance.",
    "threshold": "It spread from tie to tie, and took hold where enough ties had adopted.",
    "contagion": "It spread from tie to tie; whether each tie added or several were needed, these records cannot tell.",
    "outside": "It came from outside: had ties brought a tenth of it about, it would have shown.",
    "cannot tell": "These records cannot tell whether ties had a part in it.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`, and what it rests on.

    The three intervals are differences of log likelihood for a group (or period) that was not fitted, above 0 where
    the first foretells better. `threshold` is (ties at least, share of ties at least), the likeliest on all records;
    `tie_share` how much of all adoption the better tie model puts down to ties; `exposure` is `Uptake.chance`.
    """

    kind: Kind
    simple_over_outside: Interval
    threshold_over_outside: Interval
    simple_over_threshold: Interval
    threshold: tuple[int, float]
    tie_share: float
    exposure: tuple[float, float, float]
    held_out: HoldOut
    units: int
    study: Uptake

    @property
    def says(self) -> str:
        """The verdict in a sentence, and whom the records are about."""
        study, adopters = self.study, int((self.study.adoption > 0).sum())
        return (
            f"{SAYS[self.kind]} {adopters} of {study.people} people took it up, {len(study.ties)} ties; of"
            f" {study.named} names {study.dangling} led to nobody in the study and {study.own} to oneself."
        )


@dataclass(frozen=True, slots=True)
class _Risk:
    """One row for each person and period in which they could still adopt, after the first: that one is how it began."""

    person: Places
    period: Places
    group: Places
    adopted: Marks
    exposed: Reals
    degree: Reals
    so_far: Reals

    @classmethod
    def of(cls, study: Uptake) -> "_Risk":
        when = np.where(study.adoption > 0, study.adoption, study.periods + 1)
        person, period = np.nonzero(when[:, None] >= np.arange(study.periods + 1)[None, :])
        person, period = person[period > 1], period[period > 1]
        many = np.bincount(study.groups)
        curve = np.zeros((len(many), study.periods + 2))
        np.add.at(curve, (study.groups, when), 1)
        before = (np.cumsum(curve, axis=1) - curve) / many[:, None]
        group = study.groups[person]
        return cls(
            person, period, group, when[person] == period, study.exposure()[person, period].astype(np.float64),
            study.degrees()[person].astype(np.float64), before[group, period],
        )  # fmt: skip

    def outside(self, fitted: Marks) -> Reals:
        """A push that changes in straight lines between bends, and the group's share so far where groups differ."""
        times = np.unique(self.period[fitted])
        bends = np.linspace(times[0], times[-1], min(BENDS, len(times)))
        columns = [np.interp(self.period, bends, row) for row in np.eye(len(bends))]
        if len(np.unique(self.group)) > 1:
            columns.append(self.so_far)
        pushes = np.stack(columns, axis=1)
        return pushes[:, pushes[fitted].any(axis=0)]

    def reached(self, least: int, share: float) -> Reals:
        """1 where so many ties have adopted, and such a share of them."""
        return ((self.exposed >= least) & (self.exposed >= share * self.degree)).astype(np.float64)


def _with(outside: Reals, tie: Reals) -> Reals:
    return np.column_stack([outside, tie])


def _likeliest(risk: _Risk, outside: Reals, fitted: Marks) -> tuple[int, float]:
    """The threshold under which what was fitted is likeliest; the lowest where none is ever reached."""
    adopted, found = risk.adopted[fitted], (-np.inf, THRESHOLDS[0])
    for least, share in THRESHOLDS:
        tie = risk.reached(least, share)[fitted]
        if tie.any():
            found = max(found, (fit(_with(outside[fitted], tie), adopted).likelihood, (least, share)))
    return found[1]


def _foretold(risk: _Risk, fitted: Marks) -> Reals:
    """Log likelihood of every row under outside, simple and threshold, as fitted to some: `[model, row]`."""
    outside, rows = risk.outside(fitted), []
    for tie in (None, risk.exposed, risk.reached(*_likeliest(risk, outside, fitted))):
        causes = outside if tie is None or not tie[fitted].any() else _with(outside, tie)
        rows.append(likelihoods(causes, risk.adopted, fit(causes[fitted], risk.adopted[fitted]).strengths))
    return np.stack(rows)


def _tie_share(risk: _Risk, outside: Reals, tie: Reals) -> tuple[float, bool]:
    """What share of adoption this presence of ties explains, and whether a share that counts can be excluded."""
    if not tie.any():
        return 0.0, True
    causes, adopted = _with(outside, tie), risk.adopted
    strengths, top = fit(causes, adopted)
    brought = strengths[-1] * tie[adopted] / (causes[adopted] @ strengths)
    least = LITTLE * adopted.sum() / tie.sum()
    excluded = strengths[-1] < least and top - fit(outside, adopted, least * tie).likelihood > EXCLUDED
    return float(brought.mean()), bool(excluded)


def judge(study: Uptake, *, hold_out: HoldOut | None = None, seed: int = 0) -> Verdict:
    """What kind of spread a study shows; `contagion` says how.

    UptakeError where half of what is held out has no adoption after the first period.
    """
    risk = _Risk.of(study)
    groups = np.arange(study.groups.max(initial=0) + 1, dtype=np.uint64)
    held = hold_out or ("groups" if len(groups) >= ENOUGH_GROUPS else "times")
    if held == "groups":
        order = np.argsort(np.argsort(turn(groups, np.uint64(salt(seed, 0, 9)))))
        unit, half = risk.group, order[risk.group] % 2
    else:
        unit, half = risk.period, risk.period % 2
    if not all(risk.adopted[half == part].any() for part in (0, 1)):
        raise UptakeError(f"Half of the {held} has no adoption after the first period; nothing can be foretold by it.")
    foretold = np.where(half == 0, _foretold(risk, half == 1), _foretold(risk, half == 0))
    names, place = np.unique(unit, return_inverse=True)
    outside, simple, threshold = (np.bincount(place, row, len(names)) for row in foretold)
    gains = interval(simple - outside), interval(threshold - outside)
    between = interval(simple - threshold)
    everybody = np.ones(len(unit), bool)
    push = risk.outside(everybody)
    likeliest = _likeliest(risk, push, everybody)
    shares = [_tie_share(risk, push, tie) for tie in (risk.exposed, risk.reached(*likeliest))]
    kind: Kind = "cannot tell"
    if max(gains[0].low, gains[1].low) > 0:
        kind = "simple" if between.low > 0 else "threshold" if between.high < 0 else "contagion"
    elif all(excluded for _, excluded in shares):
        kind = "outside"
    share = shares[0 if between.mean >= 0 else 1][0]
    return Verdict(kind, *gains, between, likeliest, share, study.chance(seed=seed), held, len(names), study)


def contagion(
    people: int,
    ties: ArrayLike,
    adoption: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    hold_out: HoldOut | None = None,
    periods: int | None = None,
    seed: int = 0,
) -> Verdict:
    """Whether uptake spread by simple contagion, by threshold or from outside; or that the records cannot tell.

    `ties` (ties, 2): who looks to whom, places 0 to `people` − 1, −1 for somebody outside the study. `adoption`: each
    person's period, from 1; 0 for never. `periods`: until when adoption was watched; the last adoption unless said.
    `hold_out`: what half is foretold from the other half, groups where there are six or more, else times.
    It is contagion where the 95 % interval of the gain over outside influence, over groups or periods not fitted, lies
    above nothing; which kind, where that of the two kinds' difference does. It is outside influence where ties that
    explain a tenth of adoption are excluded by the likelihood. Otherwise it cannot tell. UptakeError as `Uptake.of`.
    """
    return judge(Uptake.of(people, ties, adoption, groups, periods=periods), hold_out=hold_out, seed=seed)
