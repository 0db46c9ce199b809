"""Letters nobody can send yet: written to the outbox folder, and to the screen of whoever runs `up`."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend


class OutboxBackend(EmailBackend):
    """Keeps each letter as a file until a mail server is named in COPRODUCE_EMAIL."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            print(f"\nLetter to {', '.join(letter.to)}: {letter.subject}\n{letter.body}\n", flush=True)
        return super().send_messages(email_messages) or 0
