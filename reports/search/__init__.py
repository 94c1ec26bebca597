"""Search: its documents, its index, queries and results."""
