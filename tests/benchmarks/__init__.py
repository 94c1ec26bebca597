"""Measure the portal with many records, beside Datasette: `make bench` prints the figures."""
