"""The pages as members, the desk and others read them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.fixtures.towns import TODAY, Town
from tests.journeys.mouths import signed_in

from coproduce.arenas.learning.models import Pair, Session, Story
from coproduce.arenas.learning.rules import STORY
from coproduce.arenas.learning.tests.together import agreed, counted, done, topic

pytestmark = pytest.mark.django_db


def read(town: Town, who: str, path: str, status: int = 200) -> str:
    answer = signed_in(town, who).get(f"/{town.slug}/learning/{path}")
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_every_page_opens_with_and_without_anything_in_it(town: Town) -> None:
    for path in ("", "stories/", "figures/", "figures/work/", "topics/"):
        read(town, "Cleo", path)
    about = topic(town)
    thread = agreed(town, "Tom", "Dee", about)
    assert "Experience, not advice" in read(town, "Dee", f"together/{thread}/")
    for who in ("Tom", "Dee"):
        done("learning.begin", town, who, agreement=thread)
    counted(town, "Tom", "Dee", thread, alone=True, on_scale=7)
    page = read(town, "Dee", f"together/{thread}/")
    assert "A great deal" in page
    assert "2 at first, 7 now" in page
    assert "I feel ready to be asked" in page
    assert "Keeping the weight off" in read(town, "Dee", "")
    for path in ("stories/", "figures/", "figures/work/", f"together/{thread}/?as=csv", "figures/?as=csv"):
        read(town, "Cleo", path)
    read(town, "Ana", f"together/{thread}/", 404)


def press(town: Town, who: str, thread: UUID, what: str, status: int = 303, for_: str = "", **said: str) -> str:
    """Open the page as it stands for somebody, fill in what is said, and press the button."""
    client, path = signed_in(town, who), f"/{town.slug}/learning/together/{thread}/"
    page = client.get(path, {"for": str(town.agents[for_])} if for_ else None)
    form = page.context["forms"][what]
    sent = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(path, {**sent, **said, "what": what})
    assert answer.status_code == status, (what, answer.content.decode())
    return answer.content.decode()


def test_every_button_does_what_it_says(town: Town) -> None:
    """Dee on her own page, and Tom, who rings, by the desk."""
    thread = agreed(town, "Tom", "Dee", topic(town))
    press(town, "Dee", thread, "begin")
    press(town, "Cleo", thread, "begin", for_="Tom")
    assert Pair.objects.get().began_on == TODAY
    before = str(TODAY - timedelta(days=1))
    press(town, "Cleo", thread, "say", for_="Tom", learned="To wait", time="1 h", done_on=before)
    refused = press(town, "Dee", thread, "say", 422, learned=" ", time="1 h")
    assert "Say in a few words what you learned." in refused
    press(town, "Dee", thread, "say", learned="That I can", needed="yes", on_scale="5", alone="on")
    one = Session.objects.get()
    assert (one.minutes, one.learner_needed, one.on_scale, one.alone) == (60, True, 5, True)
    assert one.entry
    assert one.tutor_words
    assert one.tutor_words.taken_by
    press(town, "Dee", thread, "ready")
    press(town, "Dee", thread, "stage", stage="maintain")
    assert "I can do it on my own now" in read(town, "Dee", f"together/{thread}/")
    press(town, "Dee", thread, "say", learned="To go on", time="30 min", alone="on")
    press(town, "Cleo", thread, "say", for_="Tom", learned="To let go")
    page = read(town, "Dee", f"together/{thread}/")
    assert page.count("keeping it up") == 1, "the day before that it was still learning"
    assert "I can do it on my own now" not in page, "she has said so"
    press(town, "Cleo", thread, "stage", for_="Tom", stage="over")
    assert Pair.objects.get().stage == Pair.OVER


def test_stories_are_told_and_taken_back_on_their_page(town: Town) -> None:
    about, ana = topic(town), signed_in(town, "Ana")
    path = f"/{town.slug}/learning/stories/"
    assert "Read what you would say yes to" in read(town, "Ana", "stories/")
    done("people.consent", town, "Ana", member=town.agents["Ana"], scope=STORY)
    said = {"topic": str(about), "words": "It rose in the end", "request_id": str(uuid4())}
    assert ana.post(path, {**said, "words": ""}).status_code == 422
    assert ana.post(path, said).status_code == 303
    assert "It rose in the end" in read(town, "Ben", "stories/")
    story = Story.objects.get()
    back = {"id": str(story.public_id), "request_id": str(uuid4())}
    assert signed_in(town, "Ben").post(f"{path}take-back/", back).status_code == 303
    assert Story.objects.exists()
    assert ana.post(f"{path}take-back/", back).status_code == 303
    assert not Story.objects.exists()


def test_the_desk_writes_down_what_can_be_learned(town: Town) -> None:
    cleo, path = signed_in(town, "Cleo"), f"/{town.slug}/learning/topics/"
    said = {"called": "Roses", "professional": "The gardener", "request_id": str(uuid4())}
    assert cleo.post(path, {**said, "professional": ""}).status_code == 422
    assert cleo.post(path, said).status_code == 303
    assert "The gardener" in read(town, "Ana", "")
    read(town, "Ana", "topics/", 404)
