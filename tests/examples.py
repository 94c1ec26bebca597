"""Draw fewer examples for a test than others have, unless more are to be explored."""

from hypothesis import settings

MOST = settings.get_profile("gate").max_examples


def examples(number):
    """Draw that `number` of examples in the gate; with --hypothesis-profile=explore many more."""
    explored = settings.default.max_examples
    return settings(max_examples=explored if explored > MOST else number)
