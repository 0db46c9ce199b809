"""The application's own settings, in a folder that goes away, with a key nobody keeps."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="coproduce-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ |= {"COPRODUCE_DATA": _folder, "COPRODUCE_SECRET": "not a secret", "COPRODUCE_HOST": "127.0.0.1"}

from coproduce.web.settings import *  # noqa: E402, F403 - the environment comes first
