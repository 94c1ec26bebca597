"""The machinery of a list: columns, facets, filters, pages."""
