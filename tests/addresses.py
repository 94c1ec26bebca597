"""Name the addresses that many tests ask for."""

SITE = "https://reports.example.org"
KEEPER = "keeper@example.org"
MEETING = "/meetings/2004-brisbane-som/"
REPORT = f"{MEETING}report/"
PAGES = ["/", "/meetings/", MEETING, REPORT, "/about/"]
