"""Who acts: the person behind a command. Roles and what each may see will belong here."""

from pipelines.access.person import person

__all__ = ["person"]
