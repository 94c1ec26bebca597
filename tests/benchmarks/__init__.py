"""What the portal costs with many records, beside Datasette: `make bench` prints it."""
