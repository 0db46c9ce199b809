"""A decision, written down page by page."""

from django.test import Client

ANSWERS = {
    "question": {"question": "Shall it be twelve hours?"},
    "options": {"options": ""},
    "result": {"result": "yes"},
    "who_decided": {"who_decided": "The members’ meeting, 14 of 40"},
    "minutes": {"minutes": "Blue folder, page 3"},
    "days": {"decided_on": "2026-11-10", "effective_on": "2026-11-17"},
}


def written_down(client: Client, begin: str, **more: dict[str, str]) -> str:
    """What the last page says; `more` are other answers, by the name of the page that asks."""
    page = client.get(begin, follow=True)
    for name, answer in (ANSWERS | more).items():
        address = page.request["PATH_INFO"]
        if name not in address:  # it was known already
            address = address.rsplit("/", 2)[0] + f"/{name}/"
        page = client.post(address, answer, follow=True)
        assert page.status_code == 200, page.content.decode()
    return client.post(page.request["PATH_INFO"], follow=True).content.decode()
