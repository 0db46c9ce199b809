from django.apps import AppConfig


class EnergyConfig(AppConfig):
    name = "coproduce.arenas.energy"
    label = "energy"
