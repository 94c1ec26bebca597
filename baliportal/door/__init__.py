"""The editors' door: passwords, pauses, second factors, sessions, and the log of them."""
