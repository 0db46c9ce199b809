from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "coproduce.arenas.market"
    label = "market"
