from django.apps import AppConfig


class TimebankConfig(AppConfig):
    name = "coproduce.arenas.timebank"
    label = "timebank"
