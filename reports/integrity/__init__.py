"""Rules that hold whoever writes: admin, shell, loaddata."""
