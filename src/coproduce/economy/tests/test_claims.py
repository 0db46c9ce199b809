"""What is claimed of the economy: every claim can be put to the model, and a planted answer is told from another."""

from functools import partial

import numpy as np
import pytest

from coproduce.core.stats.figure import DESIGNS
from coproduce.economy.claims import PAGES, Size, answer, asked
from coproduce.economy.claims.measures import pooled
from coproduce.economy.comparing import StudyError

SMALL = Size(people=40, years=0.2, seed=1)


def test_every_hypothesis_says_what_would_refute_it_and_what_it_takes() -> None:
    every = [one for _, rows in PAGES.values() for one in rows]
    assert len({one.claim.slug for one in every}) == len(every) >= 15
    for one in every:
        assert one.claim.needs in DESIGNS and one.refuted_by and one.compared and one.claim.would_have_to_be_true
        assert one.claim.measure


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_answered_and_the_same_seed_answers_the_same(page: str) -> None:
    found = asked(page, SMALL)
    for one, gains, _ in found:
        assert gains and all(len(draws) == 30 for draws in gains.values()), one.claim.slug
        assert all(np.isfinite(draws).all() for draws in gains.values())
        again = one.asked(SMALL)
        assert all((again[name] == draws).all() for name, draws in gains.items())


def test_an_answer_takes_every_setting() -> None:
    up, down, both = np.linspace(0.1, 1, 30), np.linspace(-1, 0, 30), np.linspace(-1, 1, 30)
    assert answer({"one": up, "other": up}) == "follows"
    assert answer({"one": down, "other": down}) == "does not follow"
    for other in (down, both):
        assert answer({"one": up, "other": other}) == "cannot tell"
    assert answer({"one": np.zeros(30)}) == "does not follow", "no difference is none as claimed"


def test_a_pool_that_all_have_left_pools_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a small pool that holds as much as a large one loses what it shows."""
    from coproduce.economy.claims import measures

    real = pooled(Size(people=300, years=0.5))
    monkeypatch.setattr(measures, "met_all", partial(lambda met, size, pool, **more: met * (pool == size), 0.9))
    planted = pooled(Size(people=300, years=0.5))
    assert answer(real) == "follows" and answer(planted) == "does not follow"


def test_fewer_than_thirty_draws_carry_no_sentence() -> None:
    with pytest.raises(StudyError, match="29 draws do not carry a sentence"):
        asked("work", Size(draws=29))
    with pytest.raises(StudyError, match="Nothing is claimed of hope"):
        asked("hope", SMALL)
