"""Who acts, and what she may do: deny by default, from `policies/access.yaml` and the grants she holds.

`policy` reads the file; `permissions` says whether and where, `states` what a release's state lets be done, and
`visibility` what is shown. Grants lie in the register; how claims and grants become a holder is told in `admission`.
"""

from pipelines.access.person import person

__all__ = ["person"]
