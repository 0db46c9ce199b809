"""django-hordak's `transfer_to`, told how many on a line each: run by the Python of a folder of its own."""

import json
import os
import sys
import time
from random import Random


def main(dbname: str, host: str, user: str, accounts: int) -> None:
    """Until there is nothing more to read."""
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": dbname, "HOST": host, "USER": user}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", USE_TZ=True, HORDAK_CURRENCIES=["GBP"],
        HORDAK_DEFAULT_CURRENCY="GBP", HORDAK_INTERNAL_CURRENCY="GBP", DEFAULT_CURRENCY="GBP", CURRENCIES=["GBP"],
    )  # fmt: skip
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from hordak.models import Account
    from moneyed import Money

    call_command("migrate", verbosity=0)
    made = [
        Account.objects.create(name=f"Member {number}", type="AS", code=f"{number}", currencies=["GBP"])
        for number in range(accounts)
    ]
    chance = Random(7)
    print(json.dumps({}), flush=True)
    for line in sys.stdin:
        _, count, commit = json.loads(line)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute(f"SET synchronous_commit = {commit}")
        pairs = [chance.sample(made, 2) for _ in range(count)]
        began, worked = time.perf_counter(), time.process_time()
        for giver, receiver in pairs:
            giver.transfer_to(receiver, Money(60, "GBP"))
        took, worked = time.perf_counter() - began, time.process_time() - worked
        print(json.dumps({"took": took, "worked": worked, "count": count}), flush=True)


if __name__ == "__main__":
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
