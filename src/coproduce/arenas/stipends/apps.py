from django.apps import AppConfig


class StipendsConfig(AppConfig):
    name = "coproduce.arenas.stipends"
    label = "stipends"
