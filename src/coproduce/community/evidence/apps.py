from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "coproduce.community.evidence"
    label = "evidence"
