from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models import Field, ForeignKey
from django.db.models.signals import post_migrate, pre_migrate


class BaseConfig(AppConfig):
    name = "coproduce.community.base"
    label = "base"

    def ready(self) -> None:
        from coproduce.community.base import sql_objects
        from coproduce.community.base.bulk.among import Among

        for kind in (Field, ForeignKey):
            kind.register_lookup(Among)

        # Django's own plumbing, not business rules: what a migration cannot carry is put in place around it.
        pre_migrate.connect(sql_objects.step_aside_before_migrate, dispatch_uid="base.sql_objects")
        post_migrate.connect(sql_objects.apply_after_migrate, dispatch_uid="base.sql_objects")
        post_migrate.connect(_make_cache_table, sender=self, dispatch_uid="base.cache")


def _make_cache_table(*, using: str, **_: Any) -> None:
    call_command("createcachetable", database=using, verbosity=0)
