from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    name = "coproduce.web"
    label = "web"

    def ready(self) -> None:
        if settings.PSEUDO:
            from coproduce.web import pseudo_locale

            pseudo_locale.speak()
