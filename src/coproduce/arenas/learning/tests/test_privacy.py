"""What is kept of somebody who learned: theirs to read, gone when they are forgotten, and the books as they were."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from tests.fixtures.towns import TODAY, Town, do

from coproduce.arenas.learning.models import Aim, Session, Story
from coproduce.arenas.learning.queries.figures import figures
from coproduce.arenas.learning.rules import STORY
from coproduce.arenas.learning.tests.together import begun, counted, done, topic
from coproduce.community import ledger
from coproduce.community.base.done import Done
from coproduce.community.privacy.archive import archive_of, as_zip

pytestmark = pytest.mark.django_db

HERS = "To walk past the baker"


def learned(town: Town) -> None:
    about = topic(town)
    thread = begun(town, "Tom", "Dee", about)
    done("learning.want", town, "Dee", topic=about, goal=HERS, now=3)
    counted(town, "Tom", "Dee", thread, on_scale=5)
    done("people.consent", town, "Dee", member=town.agents["Dee"], scope=STORY)
    done("learning.tell_story", town, "Dee", topic=about, words=HERS)


def test_the_archive_has_all_of_it(town: Town) -> None:
    learned(town)
    archive = archive_of(town.actor("Dee"), town.agents["Dee"])
    assert archive is not None
    with ZipFile(BytesIO(as_zip(archive))) as files:
        whole = " ".join(files.read(name).decode(errors="replace") for name in files.namelist())
    for words in (HERS, "what you want to learn, and how far you have come", "what you learned together, day by day"):
        assert words in whole, words


def test_nothing_of_who_is_forgotten_is_left_and_the_books_add_up(town: Town) -> None:
    learned(town)
    assert isinstance(do("privacy.erase", town.actor("Dee"), member=town.agents["Dee"]), Done)
    assert not Story.objects.exists()
    assert not Aim.objects.exists()
    one = Session.objects.get()
    assert (one.learner_words, one.minutes) == (None, 60)
    assert one.entry
    assert ledger.verify(town.community.pk).faults == ()


@pytest.mark.parametrize(("who", "pairs"), [("Ana", None), ("Cleo", 1)])
def test_members_read_no_small_number(town: Town, who: str, pairs: int | None) -> None:
    learned(town)
    found = figures(town.actor(who), TODAY)
    assert found is not None
    assert (found.total.pairs, found.total.minutes) == (pairs, pairs and 60)
    assert [line.pairs for line in found.topics] == [pairs]
    assert {one.people for one in found.steps if one.people != 0} == {pairs}
    assert all(rate is None for rate in (found.needed, found.useful_tutors)) or who == "Cleo"
