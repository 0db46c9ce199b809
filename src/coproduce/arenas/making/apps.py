from django.apps import AppConfig


class MakingConfig(AppConfig):
    name = "coproduce.arenas.making"
    label = "making"
