"""Rows of an inline as its page shows them, written without templates: a page has hundreds of cells."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.helpers import AdminReadonlyField, InlineAdminFormSet
from django.contrib.admin.utils import flatten_fieldsets
from django.forms import Media
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reports.admin.pickers import address


class PageRows(InlineAdminFormSet):
    """The rows of an inline, made once for all that ask for them."""

    @classmethod
    def of(cls, rows: InlineAdminFormSet) -> "PageRows":
        """Return the rows that Django has made, as these."""
        made = cls.__new__(cls)
        made.__dict__ = dict(vars(rows))
        return made

    @cached_property
    def made(self) -> list[Any]:
        """The row of each form, then the empty one that new rows are made of: InlineAdminForms."""
        return list(super().__iter__())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.made)

    @property
    def media(self) -> Media:
        """The files that the page needs for the rows: all of these need the same."""
        return self.opts.media + self.formset.media

    def shown(self) -> Iterator[tuple[Any, SafeString]]:
        """Yield each row with its HTML."""
        for number, row in enumerate(self):
            is_empty = self.has_add_permission and number == len(self.made) - 1
            yield row, self.row_html(row, "empty" if is_empty else str(number))

    def row_html(self, row: Any, number: str) -> SafeString:
        """Return a row of the table; its id ends in `number`."""
        is_named = row.original or row.show_url
        key = row.form[self.formset._pk_field.name] if row.needs_explicit_pk_field() else ""
        deletes = self.formset.can_delete and self.has_delete_permission and row.original
        return format_html(
            '<tr id="{}-{}" class="form-row{}{}">\n<td class="original">{}{}{}</td>\n{}'
            '<td class="delete">{}</td>\n</tr>',
            self.formset.prefix,
            number,
            " has_original" if is_named else "",
            " empty-form" if number == "empty" else "",
            self.name_html(row) if is_named else "",
            key,
            row.form[self.formset.fk.name],
            mark_safe("".join(self.cells(row))),  # noqa: S308 # of escaped pieces
            row.form[DELETION_FIELD_NAME] if deletes else "",
        )

    def name_html(self, row: Any) -> SafeString:
        """Return the name of a stored row, with the links to its pages."""
        desk = row.model_admin
        links = SafeString("")
        if row.original and desk.show_change_link and desk.has_registered_model:
            page = address(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_change", row.original.pk)
            act = "Change" if self.has_change_permission else "View"
            links += format_html('<a href="{}" class="inline{}link">{}</a>', page, act.lower(), act)
        if row.show_url:
            links += format_html(' <a href="{}">View on site</a>', row.absolute_url)
        return format_html("<p>{} {}</p>", row.original or "", links)

    def cells(self, row: Any) -> Iterator[str]:
        """Yield the HTML of each field of a row that has a column."""
        for name in flatten_fieldsets(row.fieldsets):
            if name in row.readonly_fields:
                field = AdminReadonlyField(row.form, name, is_first=True, model_admin=row.model_admin)
                about: dict[str, Any] = {**field.field}
                column, is_hidden = about["name"], about["is_hidden"]
                shown = format_html("<p>{}</p>", field.contents())
            else:
                bound = row.form[name]
                column, is_hidden = name, bound.is_hidden
                errors = bound.errors.as_ul() if row.form.is_bound else ""
                shown = format_html("{}{}", errors, bound)
            hidden = " hidden" if is_hidden else ""
            yield format_html('<td class="field-{}{}">{}</td>\n', column, hidden, shown)
