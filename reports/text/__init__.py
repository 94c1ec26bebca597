"""Pure functions on texts, words and dates; nothing here reads the database."""
