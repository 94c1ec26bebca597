"""Reading a report: its passages, and references to them."""
