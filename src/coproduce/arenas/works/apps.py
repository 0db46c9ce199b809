from django.apps import AppConfig


class WorksConfig(AppConfig):
    name = "coproduce.arenas.works"
    label = "works"
