"""Who may enter the editors' desk: passwords, pauses, sessions, and the log of it."""
