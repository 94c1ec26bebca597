"""The names of conferences, groups and workshops that the lists of several kinds use."""

CONFERENCE = "Bali Regional Ministerial Conference"

ONE, TWO = "aheg-i", "aheg-ii"

# The workshops that are named more than once.
AWARENESS = "republic-of-korea-2003-public-awareness"
PROTECTION = "fiji-2004-refugee-protection"
RETURNS = "australia-2004-returns"
LEGISLATION = "malaysia-2003-legislation"
IDENTITY = "thailand-2004-identity-management"
TARGETING = "thailand-2004-targeting"
SECOND_AWARENESS = "republic-of-korea-2004-public-awareness"
FURTHER_TARGETING = "further-law-enforcement-targeting"
