"""The records of the Brisbane report against lists that were read from the report by hand."""

import re
from calendar import month_name
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.apps import apps
from django.db.models import Q

from reports import quotes
from reports.models import (
    RECORDS,
    Actor,
    Evidence,
    Matching,
    Meeting,
    MeetingRole,
    OtherName,
    Presenter,
    Recommendation,
    Workshop,
    WorkshopRole,
)

# As printed: name and actor, first the countries, then the organisations.
PARTICIPATING = [
    ("Afghanistan", "afghanistan"),
    ("Australia", "australia"),
    ("Bangladesh", "bangladesh"),
    ("Brunei Darussalam", "brunei-darussalam"),
    ("Cambodia", "cambodia"),
    ("People's Republic of China", "china"),
    ("Fiji", "fiji"),
    ("France (New Caledonia)", "france-new-caledonia"),
    ("Indonesia", "indonesia"),
    ("Iran", "iran"),
    ("Iraq", "iraq"),
    ("Japan", "japan"),
    ("Jordan", "jordan"),
    ("Kiribati", "kiribati"),
    ("Laos", "laos"),
    ("Malaysia", "malaysia"),
    ("Mongolia", "mongolia"),
    ("Myanmar", "myanmar"),
    ("Nauru", "nauru"),
    ("Nepal", "nepal"),
    ("New Zealand", "new-zealand"),
    ("Pakistan", "pakistan"),
    ("Palau", "palau"),
    ("Papua New Guinea", "papua-new-guinea"),
    ("Philippines", "philippines"),
    ("Republic of Korea", "republic-of-korea"),
    ("Samoa", "samoa"),
    ("Singapore", "singapore"),
    ("Solomon Islands", "solomon-islands"),
    ("Sri Lanka", "sri-lanka"),
    ("Thailand", "thailand"),
    ("Timor Leste", "timor-leste"),
    ("Tonga", "tonga"),
    ("Turkey", "turkey"),
    ("Vanuatu", "vanuatu"),
    ("Vietnam", "vietnam"),
    ("the United Nations High Commissioner for Refugees", "unhcr"),
    ("the International Organization for Migration", "iom"),
]
OBSERVERS = [
    ("Austria", "austria"),
    ("Canada", "canada"),
    ("Finland", "finland"),
    ("Germany", "germany"),
    ("the Netherlands", "netherlands"),
    ("Norway", "norway"),
    ("Russian Federation", "russian-federation"),
    ("South Africa", "south-africa"),
    ("Spain", "spain"),
    ("Switzerland", "switzerland"),
    ("the United States of America", "united-states-of-america"),
    ("the Asia Pacific Consultations on Refugees, Displaced Persons and Migrants (APC)", "apc"),
    ("the International Centre for Migration Policy Development Secretariat (ICMPD)", "icmpd"),
    ("Interpol", "interpol"),
    ("the United Nations Development Programme (UNDP)", "undp"),
    ("the United Nations Office on Drugs and Crime (UNODC)", "unodc"),
    ("the International Labor Organization (ILO)", "ilo"),
    ("the International Federation of Red Cross and Red Crescent Societies", "ifrc"),
]

# The one outside fact here: ISO 3166 codes.
CODES = {
    "afghanistan": ("AF", "AFG"),
    "australia": ("AU", "AUS"),
    "austria": ("AT", "AUT"),
    "bangladesh": ("BD", "BGD"),
    "brunei-darussalam": ("BN", "BRN"),
    "cambodia": ("KH", "KHM"),
    "canada": ("CA", "CAN"),
    "china": ("CN", "CHN"),
    "fiji": ("FJ", "FJI"),
    "finland": ("FI", "FIN"),
    "france-new-caledonia": ("NC", "NCL"),
    "germany": ("DE", "DEU"),
    "indonesia": ("ID", "IDN"),
    "iran": ("IR", "IRN"),
    "iraq": ("IQ", "IRQ"),
    "japan": ("JP", "JPN"),
    "jordan": ("JO", "JOR"),
    "kiribati": ("KI", "KIR"),
    "laos": ("LA", "LAO"),
    "malaysia": ("MY", "MYS"),
    "mongolia": ("MN", "MNG"),
    "myanmar": ("MM", "MMR"),
    "nauru": ("NR", "NRU"),
    "nepal": ("NP", "NPL"),
    "netherlands": ("NL", "NLD"),
    "new-zealand": ("NZ", "NZL"),
    "norway": ("NO", "NOR"),
    "pakistan": ("PK", "PAK"),
    "palau": ("PW", "PLW"),
    "papua-new-guinea": ("PG", "PNG"),
    "philippines": ("PH", "PHL"),
    "republic-of-korea": ("KR", "KOR"),
    "russian-federation": ("RU", "RUS"),
    "samoa": ("WS", "WSM"),
    "singapore": ("SG", "SGP"),
    "solomon-islands": ("SB", "SLB"),
    "south-africa": ("ZA", "ZAF"),
    "spain": ("ES", "ESP"),
    "sri-lanka": ("LK", "LKA"),
    "switzerland": ("CH", "CHE"),
    "thailand": ("TH", "THA"),
    "timor-leste": ("TL", "TLS"),
    "tonga": ("TO", "TON"),
    "turkey": ("TR", "TUR"),
    "united-states-of-america": ("US", "USA"),
    "vanuatu": ("VU", "VUT"),
    "vietnam": ("VN", "VNM"),
}
# Slug, kind, part of; countries apart.
OTHER_ACTORS = [
    ("apc", "organisation", None),
    ("apec", "process", None),
    ("australian-federal-police", "agency", "australia"),
    ("australian-minister-for-foreign-affairs", "office", "australia"),
    ("bali-process", "process", None),
    ("budapest-process", "process", None),
    ("co-chairs", "office", None),
    ("coordinators", "office", None),
    ("foreign-ministers", "office", None),
    ("icmpd", "organisation", None),
    ("ifrc", "organisation", None),
    ("ilo", "organisation", None),
    ("interpol", "organisation", None),
    ("iom", "organisation", None),
    ("meeting-participants", "office", None),
    ("ministers", "office", None),
    ("new-zealand-ministry-of-foreign-affairs-and-trade", "agency", "new-zealand"),
    ("observers-and-organisations", "office", None),
    ("pacific-immigration-directors-conference", "process", None),
    ("participants-in-the-bali-process", "office", None),
    ("royal-thai-police", "agency", "thailand"),
    ("senior-officials", "office", None),
    ("steering-group", "office", None),
    ("undp", "organisation", None),
    ("unhcr", "organisation", None),
    ("unodc", "organisation", None),
]

CONFERENCE = "Bali Regional Ministerial Conference"
# Slug, kind, name, city, date as stated, EDTF, delegates.
MEETINGS = [
    ("2002-ministerial-conference", "ministerial", CONFERENCE, "", "February 2002", "2002-02", None),
    ("2003-ministerial-conference", "ministerial", CONFERENCE, "", "April 2003", "2003-04", None),
    (
        "2004-brisbane-som",
        "senior-officials",
        "Senior Officials Meeting",
        "Brisbane",
        "7 to 8 June 2004",
        "2004-06-07/2004-06-08",
        139,
    ),
]
BOTH_MINISTERS = "the Foreign Ministers of Australia and Indonesia"
MEETING_ROLES = {
    ("2004-brisbane-som", "co-chair", "australia", "Australia"),
    ("2004-brisbane-som", "co-chair", "indonesia", "Indonesia"),
    ("2004-brisbane-som", "mandated-by", "ministers", "Ministers"),
    ("2002-ministerial-conference", "co-host", "australia", BOTH_MINISTERS),
    ("2002-ministerial-conference", "co-host", "indonesia", BOTH_MINISTERS),
    ("2003-ministerial-conference", "co-host", "australia", BOTH_MINISTERS),
    ("2003-ministerial-conference", "co-host", "indonesia", BOTH_MINISTERS),
}

ONE, TWO = "aheg-i", "aheg-ii"
# Slug, name, subject, coordinator.
GROUPS = [
    (ONE, "AHEG I", "international and regional cooperation", "new-zealand"),
    (TWO, "AHEG II", "policy, legislation and law enforcement", "thailand"),
]
REPRESENTATIVES = {
    ONE: "Ms Heather Riddell, New Zealand Ministry of Foreign Affairs and Trade",
    TWO: "Police Major General Krerckphong Pukprayura, of the Royal Thai Police",
}

# The workshops that the tables below name more than once.
AWARENESS = "republic-of-korea-2003-public-awareness"
PROTECTION = "fiji-2004-refugee-protection"
RETURNS = "australia-2004-returns"
LEGISLATION = "malaysia-2003-legislation"
IDENTITY = "thailand-2004-identity-management"
TARGETING = "thailand-2004-targeting"
SECOND_AWARENESS = "republic-of-korea-2004-public-awareness"
FURTHER_TARGETING = "further-law-enforcement-targeting"
SECOND_HALF = "second half of 2004"
# Slug, state, date as stated, EDTF, experts group, reach, number.
WORKSHOPS = [
    ("australia-national-meetings", "held", "", "", None, "national", None),
    ("indonesia-national-meetings", "held", "", "", None, "national", None),
    ("japan-national-meetings", "held", "", "", None, "national", None),
    ("thailand-national-meetings", "held", "", "", None, "national", None),
    ("vietnam-national-meetings", "held", "", "", None, "national", None),
    (AWARENESS, "held", "September 2003", "2003-09", ONE, "regional", 1),
    (PROTECTION, "held", "April 2004", "2004-04", ONE, "regional", 1),
    (RETURNS, "held", "May 2004", "2004-05", ONE, "regional", 1),
    (LEGISLATION, "held", "November 2003", "2003-11", TWO, "", 1),
    ("malaysia-2002", "held", "2002", "2002", None, "", 1),
    (IDENTITY, "held", "March 2004", "2004-03", TWO, "", 1),
    (TARGETING, "held", "May 2004", "2004-05", TWO, "", 1),
    (SECOND_AWARENESS, "announced", "late 2004", "2004", None, "", 1),
    ("japan-2004-national-workshops", "planned", SECOND_HALF, "2004-41", None, "national", None),
    ("thailand-2004-national-workshops", "planned", SECOND_HALF, "2004-41", None, "national", None),
    ("afghanistan-offered", "offered", "", "", None, "", 1),
    (FURTHER_TARGETING, "intended", "", "", None, "", None),
]
WORKSHOP_PARAGRAPHS = ["p8"] * 8 + ["p9"] * 4 + ["p20"] * 4 + ["p21"]
NATIONAL_MEETINGS = {slug for slug, *_ in WORKSHOPS[:5]}
PILOTS = {TARGETING}
FOLLOWS = {LEGISLATION: "malaysia-2002", SECOND_AWARENESS: AWARENESS}
# What each was “on”; no other has a subject.
WORKSHOP_SUBJECTS = dict.fromkeys(NATIONAL_MEETINGS, "the Bali process") | {
    AWARENESS: "Prevention of International Trafficking and Promotion of Public Awareness Campaigns",
    PROTECTION: "reconciling legitimate state interests to control immigration with refugee protection",
    RETURNS: "assisting states to identify the issues involved in returning illegal immigrants",
    LEGISLATION: "developing legislation to criminalise people smuggling and trafficking",
    IDENTITY: "identity management and document fraud",
    TARGETING: "intelligence and law enforcement cooperation to target the smugglers and traffickers",
    FURTHER_TARGETING: "law enforcement and targeting people smugglers/traffickers",
}
# What these go by; the others go by their subjects.
WORKSHOP_NAMES = dict.fromkeys(NATIONAL_MEETINGS, "national meetings on the Bali process") | {
    "malaysia-2002": "earlier workshop",
    SECOND_AWARENESS: "second people trafficking/public awareness campaign workshop",
    "japan-2004-national-workshops": "further national workshops",
    "thailand-2004-national-workshops": "further national workshops",
    "afghanistan-offered": "future workshop",
}
AUDIENCE = "representatives of the local diplomatic corps and international organisations"
ALSO_CALLED = {
    AWARENESS: "people trafficking/public awareness workshop",
    PROTECTION: "reconciling border controls/protection workshop",
    RETURNS: "returns workshop",
    LEGISLATION: "legislation workshop",
    IDENTITY: "identity management workshop",
    TARGETING: "targeting workshop",
}
# Workshop, part, actor, name as written.
WORKSHOP_ROLES = {
    ("australia-national-meetings", "held-by", "australia", "Australia"),
    ("indonesia-national-meetings", "held-by", "indonesia", "Indonesia"),
    ("japan-national-meetings", "held-by", "japan", "Japan"),
    ("thailand-national-meetings", "held-by", "thailand", "Thailand"),
    ("vietnam-national-meetings", "held-by", "vietnam", "Vietnam"),
    (AWARENESS, "host", "republic-of-korea", "the Republic of Korea (ROK)"),
    (PROTECTION, "host", "fiji", "Fiji"),
    (PROTECTION, "organiser", "fiji", "Fiji"),
    (PROTECTION, "organiser", "unhcr", "the United Nations High Commissioner for Refugees (UNHCR)"),
    (RETURNS, "host", "australia", "Australia"),
    # “hosted by Australia, and organised jointly with the Budapest process”: by both
    (RETURNS, "organiser", "australia", "Australia"),
    (RETURNS, "organiser", "budapest-process", "the Budapest process"),
    (LEGISLATION, "host", "malaysia", "Malaysia"),
    ("malaysia-2002", "host", "malaysia", "Malaysia"),
    (IDENTITY, "host", "thailand", "Thailand"),
    (TARGETING, "host", "thailand", "Thailand"),
    (TARGETING, "developer", "australian-federal-police", "the Australian Federal Police"),
    (SECOND_AWARENESS, "would-hold", "republic-of-korea", "the ROK"),
    ("japan-2004-national-workshops", "planned-by", "japan", "Japan"),
    ("thailand-2004-national-workshops", "planned-by", "thailand", "Thailand"),
    ("afghanistan-offered", "offered-by", "afghanistan", "Afghanistan"),
}
PART_WORDS = {
    "host": "hosted by",
    "organiser": "organised",
    "developer": "developed by",
    "held-by": "had held",
    "would-hold": "would hold",
    "planned-by": "planning to hold",
    "offered-by": "would be willing to host",
}

# Slug, state, workshop, workshop as written, paragraph.
OUTCOMES = [
    ("awareness-and-capacity", "effect", None, "the workshops", "p10"),
    ("national-legislation", "effect", None, "the legislative workshops", "p10"),
    ("returns-checklist", "developed", RETURNS, "the returns workshop", "p11"),
    ("return-agreement-paragraphs", "developed", RETURNS, "the returns workshop", "p11"),
    ("identity-guidelines", "begun", IDENTITY, "The identity workshop", "p11"),
]
# Their names in the same order, as `ends` gives them.
OUTCOME_NAMES = [
    "increased participants' awareness … deal with them",
    "assisted many countries … Australia and China",
    "a checklist of … and trafficked people",
    "a compilation of … bilateral return agreements",
    "useful work on … establishment of identity",
]

# Slug, name (as `ends` gives it); all of paragraph 6.
OBJECTIVES = [
    ("information-sharing", "developing more effective … and intelligence sharing"),
    ("law-enforcement-cooperation", "improving cooperation among … and trafficking networks"),
    ("border-and-visa-systems", "enhancing cooperation on … prevent illegal movements"),
    ("public-awareness", "increasing public awareness … warn those susceptible"),
    ("return", "enhancing the effectiveness … of appropriate arrangements"),
    ("identity", "cooperating in verifying … and trafficking victims"),
    ("legislation", "enacting national legislation … trafficking in persons"),
    ("victims", "appropriate national protection … women and children"),
    ("root-causes", "enhancing the focus … migration between states"),
    ("protection", "assisting countries to … effective border controls"),
]

# Who speaks, and in which words; “they” are the senior officials of the sentence before.
SENIOR, THEY = ("senior-officials", "Senior officials"), ("senior-officials", "")
MANY, NOBODY = ("meeting-participants", "Many participants"), (None, "")
FOUR = "co-chairs coordinators iom unhcr"
# Slug, verb, speaker, addressees, standing, paragraphs.
RECOMMENDATIONS = [
    ("bali-process-should-continue", "agreed", SENIOR, "", "continue", "p15"),
    ("address-root-causes", "reiterated-need", SENIOR, "", "other-forums", "p15"),
    ("further-work-on-trafficking", "suggested", MANY, "", "new", "p15"),
    ("continue-people-smuggling-work", "suggested", MANY, "", "continue", "p15"),
    ("streamline-future-activities", "agreed", SENIOR, "", "", "p16"),
    ("legislation-and-returns-completed", "agreed", SENIOR, "", "completed", "p16 p17"),
    ("activities-in-other-forums", "might", SENIOR, "", "other-forums", "p16 p18"),
    ("refugee-and-asylum-issues-in-apc", "could", NOBODY, "", "other-forums", "p18"),
    ("continued-unhcr-involvement", "would", NOBODY, "", "continue", "p18"),
    ("border-and-visa-systems-in-other-forums", "noted", THEY, "", "other-forums", "p18"),
    ("feed-back-related-work", "encouraged", SENIOR, "participants-in-the-bali-process", "", "p18"),
    ("explore-website-links", "should", NOBODY, "", "", "p18"),
    ("continue-information-sharing", "noted-importance", THEY, "", "continue", "p19"),
    ("review-website", "proposed", THEY, "", "", "p19"),
    ("secure-access-for-law-enforcement-information", "noted-need", THEY, "", "", "p19"),
    ("raise-awareness", "recommended", SENIOR, "", "new", "p20"),
    ("promote-law-enforcement-cooperation", "noted-importance", SENIOR, "", "continue", "p21"),
    ("law-enforcement-and-border-control", "noted-productive", SENIOR, "", "new", "p21"),
    ("national-capacity-building", "noted-productive", SENIOR, "", "new", "p21"),
    ("focus-on-trafficking-and-child-sex-tourism", "noted-productive", SENIOR, "", "new", "p21"),
    ("lost-and-stolen-passports", "noted-productive", SENIOR, "", "new", "p21"),
    ("domestic-procedures-and-mechanisms", "could", NOBODY, "", "new", "p21"),
    ("mutual-assistance-and-extradition-relationships", "could", NOBODY, "", "new", "p21"),
    ("proposals-non-binding-and-voluntary", "noted", SENIOR, "", "", "p22"),
    ("interaction-with-regional-processes", "recommended", SENIOR, "", "continue", "p23"),
    ("observers-to-participate", "encouraged", THEY, "observers-and-organisations", "", "p23"),
    ("direction-and-coordination", "asked", THEY, FOUR, "continue", "p24"),
    ("discontinue-experts-groups", "suggested", THEY, "", "discontinue", "p24"),
    ("new-zealand-to-coordinate", "suggested", THEY, "new-zealand", "", "p24"),
    ("thailand-to-coordinate", "suggested", THEY, "thailand", "", "p24"),
    ("steering-group-continue", "agreed", THEY, "steering-group", "continue", "p24"),
    ("contributions-to-iom-appeal", "encouraged", THEY, "", "", "p25"),
    ("follow-up-with-countries", "asked", THEY, "co-chairs coordinators", "", "p25"),
    ("decision-on-ministerial-meeting", "agreed", SENIOR, "ministers", "", "p26"),
    ("report-after-a-year", "asked", THEY, "co-chairs", "", "p26"),
    ("seek-views-on-future-directions", "asked", THEY, "co-chairs", "", "p26"),
    ("bali-process-continue", "recommended", SENIOR, "ministers", "continue", "part-iv p27"),
    ("proposals-for-targeted-activities", "asked", SENIOR, FOUR, "", "p27"),
]
DUE = {"report-after-a-year": "after a year"}
# Their names in the same order, as `ends` gives them.
RECOMMENDED = [
    "the Bali process … best add value",
    "address the root … illegal people movements",
    "the Bali process … in this area",
    "continuing work on people smuggling issues",
    "future activities needed to be streamlined",
    "work on legislation … of this kind",
    "which activities, if … in those forums",
    "specific activities on … and Migrants (APC)",
    "continued UNHCR involvement … would remain important",
    "some work on … the Bali process",
    "feed back to … in other forums",
    "Website links between … should be explored",
    "continuing information and intelligence sharing",
    "the website be … sites and databases",
    "secure access for … the Bali website",
    "further work to … in multilateral forums",
    "ongoing work to … law enforcement cooperation",
    "law enforcement and border control issues",
    "assisting national capacity … law enforcement issues",
    "an enhanced focus … child sex tourism",
    "development of policy … and stolen passports",
    "further work could … assistance and extradition",
    "encouraging the development … and extradition relationships",
    "these proposals were … would be voluntary",
    "interaction with other regional processes",
    "participate in future … activities as appropriate",
    "helping direct and … with participating countries",
    "the AHEGs be … their current form",
    "New Zealand coordinate … and legal frameworks",
    "Thailand coordinate activities … and law enforcement",
    "the Steering Group … and coordination role",
    "further contributions to the IOM appeal",
    "follow up with the countries concerned",
    "the decision on … Ministers to take",
    "report to countries … had taken place",
    "seek their views on future directions",
    "the Bali process … more streamlined way",
    "develop proposals for … to available resources",
]
VERB_WORDS = {
    "reiterated-need": "reiterated the need",
    "noted-need": "noted the need",
    "noted-importance": "noted the importance",
    "noted-productive": "noted the following as productive areas for possible further work",
    "should": "should be explored",
    "could": "could be taken forward",
    "might": "might productively be taken forward",
    "would": "would remain important",
}
HEDGES = {
    "legislation-and-returns-completed": "or soon would be – at least in so far as",
    "activities-in-other-forums": "might productively",
    "observers-to-participate": "as appropriate",
    "refugee-and-asylum-issues-in-apc": "could be",
    "further-work-on-trafficking": "could usefully",
    "lost-and-stolen-passports": "and/or",
    "feed-back-related-work": "and/or",
    "discontinue-experts-groups": "in their current form",
    "proposals-for-targeted-activities": "subject to available resources",
}

# Slug, giver, giver as written, state, kind, paragraph.
PLEDGES = [
    ("japan-website-funding", "japan", "Japan", "given", "money", "p8"),
    ("iom-website-technical-support", "iom", "the IOM", "given", "", "p8"),
    ("unhcr-substantive-contributions", "unhcr", "the UNHCR", "given", "", "p14"),
    ("iom-substantive-contributions", "iom", "IOM", "given", "", "p14"),
    ("iom-administrative-assistance", "iom", "the IOM", "given", "", "p14"),
    ("iom-website-maintenance", "iom", "the IOM", "given", "", "p14"),
    ("japan-website-10000-usd", "japan", "Japan", "pledged", "money", "p19"),
    ("new-zealand-website-30000-nzd", "new-zealand", "New Zealand", "pledged", "money", "p19"),
    ("australia-website-funding", "australia", "Australia", "announced", "money", "p19"),
    ("several-countries-contributions", None, "several countries", "willing", "", "p25"),
]
PURPOSES = [
    "the Bali process website",
    "the technical support of the Bali process website",
    "substantive contributions",
    "substantive contributions",
    "administrative assistance",
    "maintenance of the website",
    "the upkeep and management of the website",
    "the website",
    "website funding",
    "targeted contributions and contributions in kind",
]
AMOUNTS = {
    "japan-website-10000-usd": (Decimal(10_000), "USD", "US$10,000"),
    "new-zealand-website-30000-nzd": (Decimal(30_000), "NZD", "NZ$30,000"),
}

# Slug, kind, experts group, workshop, paragraph.
PRESENTATIONS = [
    ("minister-overview-2004", "overview", None, None, "p1"),
    ("aheg-i-report-2004", "report", ONE, None, "p8"),
    ("iom-website", "presentation", ONE, None, "p8"),
    ("republic-of-korea-public-awareness-workshop", "presentation", ONE, AWARENESS, "p8"),
    ("fiji-protection-workshop", "presentation", ONE, PROTECTION, "p8"),
    ("australia-returns-workshop", "presentation", ONE, RETURNS, "p8"),
    ("vietnam-national-workshops", "presentation", ONE, None, "p8"),
    ("aheg-ii-report-2004", "report", TWO, None, "p9"),
    ("malaysia-legislation-workshop", "presentation", TWO, LEGISLATION, "p9"),
    ("new-zealand-identity-management-workshop", "presentation", TWO, IDENTITY, "p9"),
    ("pakistan-australia-targeting-workshop", "presentation", TWO, TARGETING, "p9"),
    ("unhcr-iom-contributions", "report", None, None, "p13"),
    ("united-states-of-america-2004", "presentation", None, None, "p23"),
    ("unodc-2004", "presentation", None, None, "p23"),
    ("icmpd-2004", "presentation", None, None, "p23"),
    ("ilo-2004", "presentation", None, None, "p23"),
    ("interpol-2004", "presentation", None, None, "p23"),
    ("ifrc-2004", "presentation", None, None, "p23"),
    ("iom-funding-2004", "report", None, None, "p25"),
]
ON_BEHALF = {"icmpd-2004": "budapest-process"}
PRESENTATION_SUBJECTS = {
    "minister-overview-2004": "the measures Australia had taken to combat people smuggling and "
    "trafficking in persons, and on the valuable work of the Bali Process",
    "aheg-i-report-2004": "AHEG I activities since the second Bali Ministerial Conference",
    "iom-website": "Bali process website",
    "republic-of-korea-public-awareness-workshop": "people trafficking/public awareness workshop",
    "fiji-protection-workshop": "reconciling border controls/protection workshop",
    "australia-returns-workshop": "returns workshop",
    "vietnam-national-workshops": "national workshops",
    "aheg-ii-report-2004": "AHEG II activities",
    "malaysia-legislation-workshop": "legislation workshop",
    "new-zealand-identity-management-workshop": "identity management workshop",
    "pakistan-australia-targeting-workshop": "targeting workshop",
    "unhcr-iom-contributions": "their valuable contributions to the workshops",
    "iom-funding-2004": "funding issues",
}
# Presentation, presenter, name as written.
PRESENTERS = [
    (
        "minister-overview-2004",
        "australian-minister-for-foreign-affairs",
        "Australian Minister for Foreign Affairs",
    ),
    (
        "aheg-i-report-2004",
        "new-zealand-ministry-of-foreign-affairs-and-trade",
        "New Zealand Ministry of Foreign Affairs and Trade",
    ),
    ("iom-website", "iom", "the IOM"),
    ("republic-of-korea-public-awareness-workshop", "republic-of-korea", "ROK"),
    ("fiji-protection-workshop", "fiji", "Fiji"),
    ("australia-returns-workshop", "australia", "Australia"),
    ("vietnam-national-workshops", "vietnam", "Vietnam"),
    ("aheg-ii-report-2004", "royal-thai-police", "the Royal Thai Police"),
    ("malaysia-legislation-workshop", "malaysia", "Malaysia"),
    ("new-zealand-identity-management-workshop", "new-zealand", "New Zealand"),
    ("pakistan-australia-targeting-workshop", "pakistan", "Pakistan"),
    ("pakistan-australia-targeting-workshop", "australia", "Australia"),
    ("unhcr-iom-contributions", "unhcr", "the UNHCR"),
    ("unhcr-iom-contributions", "iom", "IOM"),
    ("united-states-of-america-2004", "united-states-of-america", "the United States of America"),
    ("unodc-2004", "unodc", "the UN Office on Drugs and Crime"),
    ("icmpd-2004", "icmpd", "the International Centre for Migration Policy Development"),
    ("ilo-2004", "ilo", "the International Labor Organization"),
    ("interpol-2004", "interpol", "Interpol"),
    ("ifrc-2004", "ifrc", "the International Federation of Red Cross and Red Crescent Societies"),
    ("iom-funding-2004", "iom", "the IOM"),
]
# The persons that the report names as presenters.
PERSONS = {
    "minister-overview-2004": "the Hon Alexander Downer MP",
    "aheg-i-report-2004": "Ms Heather Riddell",
    "aheg-ii-report-2004": "Police Major General Krerckphong Pukprayura",
}

# The editors' reading: the subject of each record, beside the words of the objective.
MATCHINGS = {
    ("information-sharing", "recommendation", "continue-information-sharing"),
    ("information-sharing", "recommendation", "review-website"),
    ("information-sharing", "recommendation", "secure-access-for-law-enforcement-information"),
    ("law-enforcement-cooperation", "workshop", TARGETING),
    ("law-enforcement-cooperation", "workshop", FURTHER_TARGETING),
    ("law-enforcement-cooperation", "recommendation", "promote-law-enforcement-cooperation"),
    ("law-enforcement-cooperation", "recommendation", "law-enforcement-and-border-control"),
    ("border-and-visa-systems", "recommendation", "border-and-visa-systems-in-other-forums"),
    ("public-awareness", "workshop", AWARENESS),
    ("public-awareness", "workshop", SECOND_AWARENESS),
    ("public-awareness", "recommendation", "raise-awareness"),
    ("return", "workshop", RETURNS),
    ("return", "recommendation", "legislation-and-returns-completed"),
    ("identity", "workshop", IDENTITY),
    ("legislation", "workshop", LEGISLATION),
    ("legislation", "recommendation", "legislation-and-returns-completed"),
    ("root-causes", "recommendation", "address-root-causes"),
    ("protection", "workshop", PROTECTION),
    ("protection", "recommendation", "refugee-and-asylum-issues-in-apc"),
}

# The fields of each kind of record that hold words of the report, and nothing else.
AS_WRITTEN = {
    "meeting": ["name", "city", "date_words", "report_title"],
    "meeting_role": ["name_written"],
    "participant": ["name_written"],
    "experts_group": ["name", "subject", "representative"],
    "workshop": ["name", "also_called", "subject", "audience", "date_words"],
    "workshop_role": ["name_written"],
    "outcome": ["name", "workshop_written"],
    "objective": ["name"],
    "recommendation": ["name", "speaker_written", "due"],
    "pledge": ["giver_written", "amount_written", "purpose"],
    "presentation": ["subject"],
}
PLURAL = {CONFERENCE: f"{CONFERENCE}s"}  # “two Bali Regional Ministerial Conferences”
BALI_II = date(2003, 4, 30)  # the last day that “April 2003” can mean
MODELS = list(apps.get_app_config("reports").get_models())


def rows(records, *fields):
    """The `fields` of `records`, as tuples in the report's order."""
    return list(records.order_by("order").values_list(*fields))


def stated(records, *fields):
    """The `fields` by slug, of those `records` that have any of them: what the report states."""
    found = {slug: values for slug, *values in records.values_list("slug", *fields)}
    found = {slug: values for slug, values in found.items() if any(v not in ("", None) for v in values)}
    return {slug: values[0] if len(fields) == 1 else tuple(values) for slug, values in found.items()}


def ends(name):
    """A long name as its first and last three words: as much as a list here says of it."""
    words = name.split()
    return name if len(words) <= 6 else f"{' '.join(words[:3])} … {' '.join(words[-3:])}"


def blocks_of(kind):
    """By slug of a record of that `kind`: the keys of the blocks that it rests on, as words."""
    found = defaultdict(dict)
    evidence = Evidence.objects.exclude(**{kind: None}).order_by("block__order")
    for slug, key in evidence.values_list(f"{kind}__slug", "block__key"):
        found[slug][key] = True
    return {slug: " ".join(keys) for slug, keys in found.items()}


def quotes_of(kind, key="pk"):
    """By `key` of a record of that `kind`: its quotes, a line each."""
    found = defaultdict(str)
    evidence = Evidence.objects.exclude(**{kind: None})
    for record, quote in evidence.values_list(f"{kind}__{key}", "quote"):
        found[record] += f"{quote}\n"
    return found


# Each table against its list.


def test_meetings_are_those_named(report):
    fields = ("slug", "kind", "name", "city", "date_words", "date_edtf", "delegates")
    assert list(Meeting.objects.order_by("slug").values_list(*fields)) == MEETINGS
    assert report.report_title == "Report to Ministers"
    assert list(Meeting.objects.with_report()) == [report]


def test_actors_are_those_named(report):
    countries = Actor.objects.filter(kind="country")
    codes = {slug: (two, three) for slug, two, three in countries.values_list("slug", "iso2", "iso3")}
    assert codes == CODES
    assert not countries.exclude(part_of=None).exists()
    others = Actor.objects.exclude(kind="country").order_by("slug")
    assert list(others.values_list("slug", "kind", "part_of__slug")) == OTHER_ACTORS


def test_countries_go_by_the_name_in_their_list(report):
    attended = report.participants.filter(actor__kind="country").exclude(actor__slug="china")
    for written, name in attended.values_list("name_written", "actor__name"):
        assert name == written.removeprefix("the ")
    assert Actor.objects.get(slug="china").name == "China"  # as in paragraph 10


def test_meeting_roles_are_those_stated(report):
    found = MeetingRole.objects.values_list("meeting__slug", "role", "actor__slug", "name_written")
    assert sorted(found) == sorted(MEETING_ROLES)


def test_participants_are_the_two_lists_in_printed_order(report):
    listed = [("participating", *row) for row in PARTICIPATING]
    listed += [("observer", *row) for row in OBSERVERS]
    expected = [(order, *row) for order, row in enumerate(listed, 1)]
    assert rows(report.participants, "order", "role", "name_written", "actor__slug") == expected
    assert len(expected) == 56


@pytest.mark.parametrize(
    ("key", "listed", "between"),
    [
        ("participating", PARTICIPATING, {"", ", ", " and ", ", as well as representatives of "}),
        (
            "observers",
            OBSERVERS,
            {
                "The following countries and organisations also participated as observers: ",
                "; ",
                "; and ",
            },
        ),
    ],
)
def test_printed_list_names_nobody_else(report, key, listed, between):
    left, found = report.blocks.get(key=key).text, set()
    for name, _ in listed:
        before, _, left = left.partition(name)
        found.add(before)
    assert (found, left) == (between, ".")


def test_participants_rest_on_their_name_in_their_list(report):
    lists = {"participating": "participating", "observer": "observers"}
    evidence = Evidence.objects.exclude(participant=None).select_related("participant", "block")
    for words in evidence:
        assert words.quote == words.participant.name_written
        assert words.block.key == lists[words.participant.role]


def test_experts_groups_are_the_two(report):
    fields = ("slug", "name", "subject", "coordinator__slug")
    assert list(report.experts_groups.order_by("slug").values_list(*fields)) == GROUPS
    assert stated(report.experts_groups, "representative") == REPRESENTATIVES


def test_workshops_are_the_seventeen(report):
    fields = ("slug", "state", "date_words", "date_edtf", "group__slug", "reach", "number")
    assert rows(report.workshops, *fields) == WORKSHOPS
    assert len(WORKSHOPS) == Workshop.objects.count() == 17
    where = blocks_of("workshop")
    assert [where[slug] for slug, *_ in WORKSHOPS] == WORKSHOP_PARAGRAPHS


def test_workshops_are_called_as_the_report_calls_them(report):
    subjects = {slug: WORKSHOP_SUBJECTS.get(slug, "") for slug, *_ in WORKSHOPS}
    assert dict(report.workshops.values_list("slug", "subject")) == subjects
    assert dict(report.workshops.values_list("slug", "name")) == subjects | WORKSHOP_NAMES
    assert stated(report.workshops, "also_called") == ALSO_CALLED
    assert stated(report.workshops, "audience") == dict.fromkeys(NATIONAL_MEETINGS, AUDIENCE)


def test_workshops_follow_and_are_pilots_only_as_stated(report):
    assert stated(report.workshops, "follows__slug") == FOLLOWS
    # Not “no” elsewhere: the report does not say that another was none.
    assert stated(report.workshops, "pilot") == dict.fromkeys(PILOTS, True)
    meetings = report.workshops.filter(kind="meeting").values_list("slug", flat=True)
    assert set(meetings) == NATIONAL_MEETINGS


def test_workshop_roles_are_those_stated(report):
    found = WorkshopRole.objects.values_list("workshop__slug", "role", "actor__slug", "name_written")
    assert sorted(found) == sorted(WORKSHOP_ROLES)
    seconds = WorkshopRole.objects.exclude(order=1).values_list("workshop__slug", "actor__slug", "order")
    assert set(seconds) == {(PROTECTION, "unhcr", 2), (RETURNS, "budapest-process", 2)}


def test_workshop_roles_rest_on_their_verb(report):
    evidence = Evidence.objects.exclude(workshop_role=None)
    for role, name, quote in evidence.values_list(
        "workshop_role__role", "workshop_role__name_written", "quote"
    ):
        assert PART_WORDS[role] in quote
        assert quotes.positions(quote, name)


def test_outcomes_are_the_five(report):
    where = blocks_of("outcome")
    found = rows(report.outcomes, "slug", "state", "workshop__slug", "workshop_written")
    assert [(*row, where[row[0]]) for row in found] == OUTCOMES
    assert [ends(name) for (name,) in rows(report.outcomes, "name")] == OUTCOME_NAMES


def test_objectives_are_the_ten_of_paragraph_6(report):
    assert [(slug, ends(name)) for slug, name in rows(report.objectives, "slug", "name")] == OBJECTIVES
    assert blocks_of("objective") == dict.fromkeys(dict(OBJECTIVES), "p6")


def test_objectives_are_all_that_ministers_had_called_for(report):
    """Joined as the paragraph joins them, they are the whole of its list."""
    names = [name for (name,) in rows(report.objectives, "name")]
    called_for = report.blocks.get(key="p6").text.partition("Ministers had called for: ")[2]
    assert "; ".join(names[:-1]) + f"; and {names[-1]}." == called_for


def test_recommendations_are_those_stated_in_order(report):
    where = blocks_of("recommendation")
    found = []
    for said in report.recommendations.select_related("speaker").prefetch_related("addressees"):
        speaker = (said.speaker.slug if said.speaker else None, said.speaker_written)
        addressees = " ".join(sorted(actor.slug for actor in said.addressees.all()))
        found.append((said.slug, said.verb, speaker, addressees, said.standing, where[said.slug]))
    assert found == RECOMMENDATIONS
    assert len(found) == Recommendation.objects.count()
    assert stated(report.recommendations, "due") == DUE


def test_recommendations_are_named_in_the_words_and_hedges(report):
    names = dict(rows(report.recommendations, "slug", "name"))
    assert [ends(name) for name in names.values()] == RECOMMENDED
    assert [slug for slug, hedge in HEDGES.items() if hedge not in names[slug]] == []


def test_recommendations_rest_on_their_verb(report):
    said = quotes_of("recommendation", "slug")
    for slug, verb in rows(report.recommendations, "slug", "verb"):
        assert VERB_WORDS.get(verb, verb) in said[slug], slug


def test_pledges_are_the_ten(report):
    where = blocks_of("pledge")
    fields = ("slug", "giver__slug", "giver_written", "state", "kind")
    assert [(*row, where[row[0]]) for row in rows(report.pledges, *fields)] == PLEDGES
    assert [purpose for (purpose,) in rows(report.pledges, "purpose")] == PURPOSES
    assert stated(report.pledges, "amount", "currency", "amount_written") == AMOUNTS


def test_presentations_are_the_nineteen(report):
    where = blocks_of("presentation")
    found = rows(report.presentations, "slug", "kind", "group__slug", "workshop__slug")
    assert [(*row, where[row[0]]) for row in found] == PRESENTATIONS
    assert stated(report.presentations, "subject") == PRESENTATION_SUBJECTS
    assert stated(report.presentations, "on_behalf_of__slug") == ON_BEHALF


def test_presenters_are_those_named(report):
    found = Presenter.objects.order_by("presentation__order", "order")
    assert list(found.values_list("presentation__slug", "actor__slug", "name_written")) == PRESENTERS
    assert dict(found.exclude(person="").values_list("presentation__slug", "person")) == PERSONS
    assert list(found.exclude(order=1).values_list("actor__slug", "order")) == [
        ("australia", 2),
        ("iom", 2),
    ]


def test_matchings_are_the_editors_reading(report):
    related = ("objective", "workshop", "recommendation", "pledge")
    found = [
        (matching.objective.slug, matching.kind, matching.record.slug)
        for matching in Matching.objects.select_related(*related)
    ]
    assert sorted(found) == sorted(MATCHINGS)


# All of it against the rules and the report's text.


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_loaded_row_is_clean(report, model):
    for row in model._base_manager.all():
        row.full_clean()


def test_every_quote_is_found_once_and_none_crosses_another(report):
    spans = defaultdict(set)
    for evidence in Evidence.objects.select_related("block"):
        span = quotes.locate(evidence.block.text, evidence.prefix, evidence.quote)
        assert evidence.block.text[slice(*span)] == evidence.quote
        spans[evidence.block.key].add(span)
    for key, found in spans.items():
        around = []  # the ends of the quotes that are open where the next begins
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            around = [outer for outer in around if outer > start]
            assert all(end <= outer for outer in around), f"{key}: {start}-{end} crosses another"
            around.append(end)


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_has_evidence(report, kind):
    assert not RECORDS[kind].objects.filter(evidence=None).exists()


@pytest.mark.parametrize("kind", RECORDS)
def test_words_of_a_record_stand_in_its_quotes(report, kind):
    said, fields = quotes_of(kind), AS_WRITTEN[kind]
    for pk, *values in RECORDS[kind].objects.values_list("pk", *fields):
        for words in filter(None, values):
            assert quotes.positions(said[pk], PLURAL.get(words, words)), words


def test_words_of_a_presenter_stand_in_the_quotes_of_the_presentation(report):
    said = quotes_of("presentation")
    for pk, *values in Presenter.objects.values_list("presentation", "name_written", "person"):
        for words in filter(None, values):
            assert quotes.positions(said[pk], words), words


def test_every_text_field_is_checked_or_no_words_of_the_report():
    """A new field of words has to come into AS_WRITTEN, or here with the reason it need not."""
    other = {"slug", "source_sha256", "date_edtf", "currency"}  # codes, addresses
    for kind, model in RECORDS.items():
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if field.get_internal_type() in {"CharField", "TextField"} and not field.choices
        ]
        assert set(texts) - other == set(AS_WRITTEN[kind])


def test_every_actor_is_named_in_the_text_as_it_goes_by_here(report):
    text = "\n".join(report.blocks.values_list("text", flat=True))
    names = Actor.objects.values_list("name", flat=True)
    assert [name for name in names if not quotes.positions(text, name)] == []


def test_other_names_from_elsewhere_are_of_countries_only(report):
    text = "\n".join(report.blocks.values_list("text", flat=True))
    names = OtherName.objects.exclude(actor__kind="country").values_list("name", flat=True)
    assert [name for name in names if not quotes.positions(text, name)] == []


def test_dates_are_never_more_exact_than_their_words(report):
    dated = [*Meeting.objects.all(), *Workshop.objects.all()]
    for words, edtf in [(row.date_words, row.date_edtf) for row in dated if row.date_edtf]:
        for year, *rest in (point.split("-") for point in edtf.split("/")):
            assert year in words
            if rest and int(rest[0]) > 12:
                assert {"40": "first half", "41": "second half"}[rest[0]] in words
            elif rest:
                assert month_name[int(rest[0])] in words
            if rest[1:]:
                assert re.search(rf"\b{int(rest[1])}\b", words)


# The report against itself: what it counts, counted from the rows.


@pytest.mark.parametrize(
    ("kind", "participating", "observers", "stated_in", "words"),
    [
        ("country", 36, 11, "countries", "47 countries"),
        ("organisation", 2, 7, "organisations", "nine international and regional organisations"),
    ],
)
def test_participants_are_as_many_as_stated(report, kind, participating, observers, stated_in, words):
    attended = report.participants.filter(actor__kind=kind)
    counts = [attended.filter(role=role).count() for role in ("participating", "observer")]
    assert counts == [participating, observers]
    assert sum(counts) == getattr(report, stated_in) == {"47": 47, "nine": 9}[words.split()[0]]
    assert words in report.blocks.get(key="p2").text


def test_rows_are_as_many_as_the_report_counts(report):
    conferences = Meeting.objects.filter(kind="ministerial")
    held = report.workshops.filter(state="held")
    since = held.filter(group__slug=TWO, earliest__gt=BALI_II)
    counted = {
        ("p2", "139 delegates", 139): report.delegates,
        ("p3", "two Bali Regional Ministerial Conferences", 2): conferences.count(),
        ("p7", "two ad hoc experts groups", 2): report.experts_groups.count(),
        ("p8", "three substantive regional workshops", 3): held.filter(reach="regional").count(),
        ("p9", "Three workshops had taken place since Bali II", 3): since.count(),
    }
    for (key, words, count), rows_counted in counted.items():
        assert words in report.blocks.get(key=key).text
        assert rows_counted == count, words


# What is easily invented, and is not said.


def test_earlier_workshop_of_malaysia_has_no_subject_or_group(report):
    earlier = Workshop.objects.get(slug="malaysia-2002")  # “an earlier workshop”: no more is said
    assert (earlier.subject, earlier.group, earlier.reach) == ("", None, "")


def test_reach_of_second_group_is_not_stated(report):
    # “regional” is said of the first group's three only
    assert set(report.workshops.filter(group__slug=TWO).values_list("reach", flat=True)) == {""}


def test_nobody_organised_what_malaysia_and_thailand_hosted(report):
    hosted = WorkshopRole.objects.filter(role="host", actor__slug__in=["malaysia", "thailand"])
    workshops = hosted.values_list("workshop", flat=True)
    assert len(workshops) == 4
    assert not WorkshopRole.objects.filter(role="organiser", workshop__in=workshops).exists()


def test_hosts_are_only_those_of_whom_hosted_is_said(report):
    hosts = WorkshopRole.objects.filter(role="host").values_list("actor__slug", flat=True)
    assert set(hosts) == {"australia", "fiji", "malaysia", "republic-of-korea", "thailand"}


def test_no_amount_is_stated_but_two(report):
    # that of Australia and of Japan's earlier funding is not stated, which is not 0
    assert report.pledges.exclude(amount=None).count() == 2


def test_several_countries_are_not_named(report):
    assert report.pledges.get(slug="several-countries-contributions").giver is None


def test_no_workshop_has_a_place(report):
    # “hosted by” is not “held in”
    names = {field.name for field in Workshop._meta.get_fields()}
    assert not names & {"place", "city", "country", "venue", "location"}


def test_no_place_but_brisbane_is_stated(report):
    # the two “Bali” conferences are of the Bali process; where they met is not said
    assert set(Meeting.objects.exclude(city="").values_list("city", flat=True)) == {"Brisbane"}


def test_no_day_of_a_workshop_is_stated(report):
    assert not Workshop.objects.filter(date_edtf__regex=r"^\d{4}-\d{2}-").exists()


def test_iso_codes_are_of_countries_only(report):
    others = Actor.objects.exclude(kind="country")
    assert set(others.values_list("iso2", "iso3")) == {("", "")}


def test_countries_are_only_those_that_took_part(report):
    countries = set(Actor.objects.filter(kind="country"))
    assert countries == {p.actor for p in report.participants.select_related("actor")} & countries


def test_france_is_only_france_new_caledonia(report):
    actor = Actor.objects.get(slug="france-new-caledonia")
    assert (actor.name, actor.iso2, actor.part_of) == ("France (New Caledonia)", "NC", None)
    # never a bare France, by no name and no code
    assert not Actor.objects.filter(Q(name="France") | Q(slug="france") | Q(iso2="FR")).exists()
    assert not OtherName.objects.filter(slug="france").exists()


def test_afghanistans_workshop_is_offered_not_held(report):
    offered = Workshop.objects.get(slug="afghanistan-offered")  # “would be willing to host”
    assert (offered.state, offered.date_edtf, offered.earliest) == ("offered", "", None)
    assert [role.role for role in offered.roles.all()] == ["offered-by"]


def test_number_of_national_meetings_is_not_stated(report):
    # “had held national meetings”: how many, and when, is not said; nor of the further workshops
    plural = report.workshops.filter(number=None).values_list("slug", flat=True)
    assert set(plural) - NATIONAL_MEETINGS == {
        "japan-2004-national-workshops",
        "thailand-2004-national-workshops",
        FURTHER_TARGETING,
    }
    assert not report.workshops.filter(slug__in=NATIONAL_MEETINGS).exclude(date_edtf="").exists()


def test_intended_workshops_have_nobody(report):
    # “the intention to hold further workshops”: whose is not said
    assert not WorkshopRole.objects.filter(workshop__slug=FURTHER_TARGETING).exists()


def test_vietnams_national_workshops_may_be_other_than_its_meetings(report):
    assert report.presentations.get(slug="vietnam-national-workshops").workshop is None


def test_legislative_workshops_are_not_said_to_be_one(report):
    assert report.outcomes.get(slug="national-legislation").workshop is None


def test_prefixes_stand_only_where_the_quote_alone_is_not_enough(report):
    for evidence in Evidence.objects.exclude(prefix="").select_related("block"):
        assert len(quotes.positions(evidence.block.text, evidence.quote)) > 1


def test_consecutive_orders_leave_no_gap(report):
    for records in (report.workshops, report.recommendations, report.pledges, report.presentations):
        orders = [order for (order,) in rows(records, "order")]
        assert orders[0] == 1
        assert all(second == first + 1 for first, second in pairwise(orders))
