from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    name = "coproduce.web"
    label = "web"

    def ready(self) -> None:
        from coproduce.web.signing_in import devices

        devices.listen()
        if settings.PSEUDO:
            from coproduce.web import pseudo_locale

            pseudo_locale.speak()
