from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "coproduce.arenas.justice"
    label = "justice"
