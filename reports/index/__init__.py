"""The index, as at the back of a book: everything that the reports name, in one alphabet."""
