"""Citations of reports, passages, records and lists."""
