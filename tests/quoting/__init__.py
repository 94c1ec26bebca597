"""Test the check of a quote."""
