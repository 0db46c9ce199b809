from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "coproduce.community.ledger"
    label = "ledger"
