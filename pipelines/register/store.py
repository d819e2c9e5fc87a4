"""The register as one door: what stands behind it is told in the modules it is put together from."""

from __future__ import annotations

from pipelines.register.declarations import Declarations
from pipelines.register.deliveries import Deliveries
from pipelines.register.grants import Grants
from pipelines.register.mappings import Mappings
from pipelines.register.notes import Notes
from pipelines.register.parts import Parts
from pipelines.register.releases import Releases
from pipelines.register.requests import Requests
from pipelines.register.trail import Trail
from pipelines.register.waves import Waves


class Register(Deliveries, Parts, Declarations, Notes, Mappings, Releases, Waves, Grants, Requests, Trail):
    """One installation's register. Safe to share between threads; `transaction()` is for the thread that opens it."""
