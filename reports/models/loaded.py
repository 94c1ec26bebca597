"""Loaded rows: what the portal was last given of the data that its releases ship."""

from django.db import models


class LoadedRowQuerySet(models.QuerySet["LoadedRow"]):
    """QuerySet of loaded rows."""

    def get_by_natural_key(self, name: str) -> "LoadedRow":
        return self.get(name=name)


class LoadedRow(models.Model):
    """One row of a release's fixtures as it was last loaded.

    It tells a change of the release from one of an editor. The portal
    keeps these rows itself (see reports.management.shipped); no page shows them.
    """

    name = models.CharField(max_length=400, unique=True, help_text="Its model and natural key.")
    fields = models.JSONField(help_text="What can be set of it, as fixtures have it.")

    objects = LoadedRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)
