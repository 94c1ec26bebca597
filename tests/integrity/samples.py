"""The text and the records that the tests of the rules write, and how an example ends."""

TEXT = "Japan pledged funds. New Zealand pledged funds."
OBJECTIVE = {"slug": "funds", "order": 1, "name": "pledged funds"}
WORKSHOP = {"slug": "w", "order": 1, "name": "w", "kind": "workshop", "state": "held"}


class Undo(Exception):
    """Ends an example, so that its rows are rolled back."""
