"""The pages as members, the desk and others read them."""

import pytest
from tests.fixtures.towns import Town
from tests.journeys.mouths import signed_in

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
