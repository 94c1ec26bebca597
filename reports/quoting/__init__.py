"""Check a quote: judge of each sentence that is pasted whether it stands in a published report."""
