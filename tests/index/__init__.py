"""Tests of the index as at the back of a book."""
