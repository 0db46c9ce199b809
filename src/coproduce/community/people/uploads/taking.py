"""How a file comes in: into memory, never onto a disk, and not at all when it is larger than it may be."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemory(MemoryFileUploadHandler):
    """A file that is sent stays in memory; a form of more than `most` bytes has no file in it."""

    most = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's own name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.activated = content_length <= self.most
