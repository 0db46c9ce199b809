"""What the server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

#: After so many new things Python looks for what nobody holds any more. The desk leaves some six thousand, and was
#: looked through six times while it was made.
NEW_THINGS = 20_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.web.settings")
application = get_wsgi_application()

from coproduce.community.base import restored  # noqa: E402 - the applications come first

if restored.is_due():
    raise SystemExit(restored.STILL_DUE)

# The program itself is never given up, and need not be gone through each time.
gc.freeze()
gc.set_threshold(NEW_THINGS, 10, 10)
