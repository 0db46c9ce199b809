from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "coproduce.community.exchange"
    label = "exchange"
