"""Pages that there is one of, errors, and what crawlers read."""
