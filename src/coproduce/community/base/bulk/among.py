"""`field__among={…}`: one of many ids, the list handed to the database as one value.

`__in` spells every value out, looks at each, and stops where SQLite counts too many; a history asks for thousands of
ids in every batch. For whole numbers and UUIDs alone: those need no quoting.
"""

import json
from typing import Any
from uuid import UUID

from django.db.models import Lookup

from coproduce.community.base.bulk.arrays import as_array


class Among(Lookup):
    """Which rows hold one of these ids: a set of whole numbers or UUIDs."""

    lookup_name = "among"

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        said, parameters = self.process_lhs(compiler, connection)
        ids = [one.hex if isinstance(one, UUID) else one for one in self.rhs]
        return f"{said} IN (SELECT value FROM json_each(%s))", [*parameters, json.dumps(ids)]  # noqa: S608 # nosec B608 - a name of a column

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        said, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection)
        return f"{said} = ANY(%s::{kind}[])", [*parameters, as_array(self.rhs)]
