"""One table of pairs says which words and names are the same; each user of them is held to it."""

import re
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.integrity.checks import deferred_checks
from reports.kinds.actors import mentions
from reports.kinds.participants import ParticipantFilterSet
from reports.models import Actor
from reports.models.meetings import Participant
from reports.search.query import parse
from reports.search.results import Results
from reports.search.snippets import snippet
from reports.text.mentions import ActorMatcher
from reports.text.sameness import Folded, name_key, spell
from reports.text.tokens import tokens
from tests.factories import make_block, make_evidence, make_report
from tests.lists.listed import bound
from tests.search.finding import found, get

# The first as a name in a row, the second as a text or a reader writes it.
SAME = (
    ("Côte d'Ivoire", "Côte d’Ivoire"),
    ("Côte d’Ivoire", "Cote d'Ivoire"),
    ("Côte d'Ivoire", "Cote dIvoire"),
    ("Côte d'Ivoire", "Côte d＇Ivoire"),
    ("Nukuʻalofa", "Nuku‘alofa"),
    ("Nukuʻalofa", "Nukualofa"),
    ("Timor-Leste", "Timor Leste"),
    ("Timor Leste", "Timor‑Leste"),
    ("Timor Leste", "Timor\u00a0Leste"),
    ("Timor Leste", "Timor\u3000Leste"),
    ("Timor Leste", "Timor\u2009\nLeste"),
    ("Guinea-Bissau", "Guinea–Bissau"),
    ("Japan", "Japan's"),
    ("Japan", "Japan’s"),
    ("Japan", "JAPAN"),
    ("Philippines", "Philippines’"),
    ("Lao People's Republic", "Lao People’s Republic"),
    ("Lao People's Republic", "Lao Peoples Republic"),
    ("Lao People's Republic", "Lao Peoples' Republic"),
    ("UNHCR", "U.N.H.C.R."),
    ("U.N. Women", "UN Women"),
    ("UN Women", "U.N. Women"),
    ("UNHCR Office", "U.N.H.C.R. Office"),
    ("St Lucia", "St. Lucia"),
    ("UNHCR", "ＵＮＨＣＲ"),
    ("Türkiye", "Turkiye"),
    ("Sao Tome", "São Tomé"),
    ("Sao Tome", "Sa\u0303o Tome\u0301"),
    ("Tromsø", "Tromso"),
    ("Weißensee", "Weissensee"),
    ("Łódź", "Lodz"),
    ("Gulf Co-operation Council", "Gulf Cooperation Council"),
    ("Gulf Cooperation Council", "Gulf Co-operation Council"),
    ("Gulf Cooperation Council", "Gulf Co‐operation Council"),
    ("Labour Organisation", "Labor Organization"),
    ("Labor Organization", "Labour Organisation"),
    ("Centre for Defence", "Center for Defense"),
    ("Paediatric Programme", "Pediatric Program"),
    ("Travellers Dialogue", "Travelers Dialog"),
    ("Hong Kong, China", "Hong Kong, China"),
    ("Iran (Islamic Republic of)", "Iran (Islamic Republic of)"),
    ("Москва", "МОСКВА"),
    ("العربية", "العَرَبِيَّة"),
    ("日本", "日本"),
)
NOT_SAME = (
    ("Niger", "Nigeria"),
    ("Oman", "Woman"),
    ("Austria", "Australia"),
    ("Dominica", "Dominican"),
    ("Minister", "Ministers"),
    ("Mali", "Malé"),
    ("UNHCR", "U.N.H.C.X."),
    ("Timor-Leste", "Timor West"),
    ("กา", "กี"),  # vowels that are marks
    ("日本", "本日"),
)


# Searched for as one word, in the row, where the text has two: a phrase that no index can join.
ONE_WORD_IN_THE_ROW = (
    ("Gulf Cooperation Council", "Gulf Co-operation Council"),
    ("Gulf Cooperation Council", "Gulf Co‐operation Council"),
)


def portals(pairs, key):
    """Share `pairs` out among as few portals as can have them: no two in one with the same `key`."""
    found = []
    for pair in pairs:
        own = key(pair[0])
        fitting = next((portal for portal in found if own not in portal), None)
        if fitting is None:
            found.append(fitting := {})
        fitting[own] = pair
    return [list(portal.values()) for portal in found]


def make_participants(pairs):
    """Make a participant of one meeting for each name, and a paragraph that writes it otherwise.

    Returns the name, the other writing, the actor and the paragraph of each.
    """
    found = []
    with deferred_checks():  # each row alone would be told to the index of search
        report = make_report()
        block = make_block(report, 1, text="Those who took part.")
        where = {"report": report, "meeting": report.meeting, "role": "observer", "name_written": "It"}
        for n, (name, written) in enumerate(pairs, 2):
            actor = Actor.objects.create(slug=f"number-{n}", name=name, kind="organisation")
            participant = Participant.objects.create(actor=actor, order=n, **where)
            make_evidence(block, block.text, actor.slug, participant=participant)
            text = make_block(report, n, text=f"There {written} agreed.")
            found.append((name, written, actor, text))
    return found


def mentioned_in(actor):
    """The paragraphs that the page of `actor` shows as naming it."""
    return [block for block, _ in mentions(actor)[0]]


def mentioned(name, text, *others):
    """Find an actor's name and other names in `text`."""
    others = [SimpleNamespace(name=other) for other in others]
    actor = SimpleNamespace(pk=1, name=name, other_names=SimpleNamespace(all=lambda: others))
    found = [text[start:end] for start, end, _ in ActorMatcher([actor]).find(text)]
    assert [text[start:end] for start, end, _ in ActorMatcher([actor], {1}).find(text)] == found
    return found


@pytest.mark.parametrize(("name", "written"), SAME)
def test_the_same_names_have_one_key_and_are_mentioned(name, written):
    assert name_key(name) == name_key(written) != ""
    found = mentioned(name, f"There {written} agreed.")
    assert len(found) == 1
    assert name_key(found[0]) == name_key(name)
    assert len(mentioned("Nobody", f"There {written} agreed.", name)) == 1


@pytest.mark.parametrize(("name", "written"), NOT_SAME)
def test_unlike_names_have_unlike_keys_and_are_not_mentioned(name, written):
    assert name_key(name) != name_key(written)
    assert mentioned(name, f"There {written} agreed.") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ministers", "the ministers agreed"),
        ("WHO", "who agreed, Who"),
        ("Japan", "japan"),
        ("Timor Leste", "Timor, Leste"),
        ("New Guinea", "It is new. Guinea agreed"),
        ("Papua New Guinea", "Papua\u2014New Guinea"),
        ("Vietnam", "Viet Nam"),
        ("G20", "G2"),
        ("Japan", "Japan2004 and MyJapan"),
    ],
)
def test_a_text_that_only_looks_like_a_name_mentions_none(name, text):
    assert mentioned(name, text) == []


def test_a_mention_is_the_whole_name_and_nothing_else():
    text = "Of Côte d’Ivoire’s, U.N.H.C.R.’s and Iran (Islamic Republic of)’s reports"
    assert mentioned("Cote d'Ivoire", text) == ["Côte d’Ivoire"]
    assert mentioned("UNHCR", text) == ["U.N.H.C.R"]
    assert mentioned("Iran (Islamic Republic of)", text) == ["Iran (Islamic Republic of)"]
    assert mentioned("Iran", text, "Iran (Islamic Republic of)") == ["Iran (Islamic Republic of)"]
    assert mentioned("日本", "私は日本から来た") == ["日本"]


def list_of(**asked):
    """The list of participants as its page and its files ask for it."""
    return bound(ParticipantFilterSet, urlencode(asked))


@pytest.mark.parametrize("pairs", portals(SAME, name_key), ids=len)
def test_every_user_of_names_takes_one_for_the_other(empty, pairs):
    for name, written, actor, block in make_participants(pairs):
        assert actor in {row.actor for row in list_of(name=written).qs}, written
        assert list_of(actor=written).alias_redirect() == {"actor": [actor.slug]}, written
        assert block.pk in found(written)
        assert actor.pk in found(written, "actor")
        if (name, written) not in ONE_WORD_IN_THE_ROW:
            assert block.pk in found(name)
        assert block in mentioned_in(actor)


def test_pages_show_what_the_users_of_names_found(client, empty):
    [(_, written, actor, block)] = make_participants(SAME[1:2])
    address = f"/participants/{actor.slug}/"
    asked = client.get("/participants.json", {"name": written})
    assert address in asked.content.decode()
    asked = client.get("/participants/", {"actor": written})
    assert asked.url == f"/participants/?actor={actor.slug}"
    page = client.get(address).content.decode()
    assert f'href="{block.get_absolute_url()}"' in page.split('id="mentions"')[1]


def test_no_user_of_names_takes_one_for_the_other(client, empty):
    for _, written, actor, block in make_participants(NOT_SAME):
        assert actor not in {row.actor for row in list_of(name=written).qs}, written
        assert list_of(actor=written).form.errors.keys() == {"actor"}, written
        assert block not in mentioned_in(actor)
    assert client.get("/participants/", {"actor": written}).status_code == 400


WORDS = (
    ("cooperation", "co-operation"),
    ("readmission", "re-admission"),
    ("email", "e-mail"),
    ("nonbinding", "non-binding"),
    ("antitrafficking", "anti‑trafficking"),
    ("coordinators", "co–ordinator"),
    ("reorganisation", "re-organization"),
    ("followup", "follow-up-meeting"),
    ("travelling", "traveled"),
    ("fulfilment", "fulfillment"),
    ("U.N.", "UN"),
    ("Japan’s", "Japan"),
    ("Ｊａｐａｎ", "japan"),
    ("straße", "Strasse"),
    ("smørrebrød", "smorrebrod"),
)


def marked(typed):
    """Return what stands before the first mark in each paragraph that a search for `typed` shows."""
    results = Results(parse(typed), ["paragraph"])
    found = results.hits(key for keys in results.ranked.values() for key in keys)
    return [hit.snippet[0][0] for hit in found if hit.snippet[1][1]]


@pytest.mark.parametrize("pairs", portals(WORDS, tokens), ids=len)
def test_search_finds_and_marks_either_writing_of_a_word(client, empty, pairs):
    made = {}
    with deferred_checks():
        report = make_report()
        for n, word in enumerate((word for pair in pairs for word in pair), 1):
            made[word] = make_block(report, n, text=f"Of {word}, it says.").pk
    for pair in pairs:
        for typed in pair:
            if (*pair, typed) != ("followup", "follow-up-meeting", "follow-up-meeting"):
                assert found(typed) == {made[word] for word in pair}, typed
                assert marked(typed) == ["Of ", "Of "]
    source, _ = get(client, {"q": pairs[0][1], "kind": "paragraph"})
    assert len(re.findall("Of <mark>", source)) == 2


def test_a_part_of_a_word_with_a_hyphen_is_found_too(client, empty):
    block = make_block(make_report(), 1, text="A non-binding, sub-regional text of Côte d’Ivoire.")
    for typed in ("binding", "regional", "sub", "Ivoire", '"a non-binding"', '"binding sub"'):
        assert found(typed) == {block.pk}, typed
    assert found('"binding nonbinding"') == found('"nonbinding subregional"') == set()
    assert "non-<mark>binding</mark>" in get(client, {"q": "binding", "kind": "paragraph"})[0]


UNSPACED = {
    "Chinese": ("各国代表讨论了打击贩运人口的合作问题。", "贩运人口", "人口贩运"),
    "Japanese": ("参加国は人身取引対策について協議した。", "人身取引", "取引人身"),
    "Kana": ("かれらはパスポートをもっていた。", "パスポート", "ハスポート"),
    "Thai": ("ที่ประชุมหารือเรื่องการค้ามนุษย์ในภูมิภาค", "การค้ามนุษย์", "การคามนุษย์"),
    "Lao": ("ກອງປະຊຸມໄດ້ປຶກສາຫາລືກ່ຽວກັບການຄ້າມະນຸດ", "ການຄ້າມະນຸດ", "ການຄາມະນຸດ"),
    "Khmer": ("អង្គប្រជុំបានពិភាក្សាអំពីការជួញដូរមនុស្ស", "ជួញដូរមនុស្ស", "មនុស្សជួញដូរ"),
    "Burmese": ("အစည်းအဝေးတွင်လူကုန်ကူးမှုအကြောင်းဆွေးနွေးခဲ့သည်", "လူကုန်ကူးမှု", "လူကန်ကူးမှု"),
    "Korean": ("회의는인신매매문제를논의하였다", "인신매매", "매매인신"),
    "Arabic": ("ناقش الاجتماع مكافحة الاتِّجار بالبشر في المنطقة.", "الاتجار بالبشر", "بالبشر الاتجار"),
    "Hebrew": ("הישיבה דנה בסחר בבני אדם באזור", "בבני אדם", "אדם בבני"),
}


def test_a_word_is_found_and_marked_in_any_script(client, empty):
    with deferred_checks():
        report = make_report()
        texts = (text for text, _, _ in UNSPACED.values())
        blocks = [make_block(report, n, text=text) for n, text in enumerate(texts, 1)]
    for block, (text, word, other) in zip(blocks, UNSPACED.values(), strict=True):
        assert found(word) == found(f'"{word}"') == {block.pk}
        assert found(f'"{other}"') == set()
        source, _ = get(client, {"q": f'"{word}"', "kind": "paragraph"})
        (marked,) = re.findall("<mark>(.*?)</mark>", source)
        assert marked in text
        assert tokens(marked) == tokens(word)


@pytest.mark.parametrize(("text", "word", "other"), UNSPACED.values(), ids=UNSPACED)
def test_an_excerpt_in_any_script_shows_the_word(text, word, other):
    around = text.replace(word, "").replace(".", "") * 40
    shown = snippet(around + text + around, {tokens(word)})
    assert {tokens(words) for words, hit in shown if hit} == {tokens(word)}
    assert 100 < sum(len(words) for words, _ in shown) < 360


def test_a_name_in_one_spelling_is_mentioned_in_the_other():
    for one, other in SPELT_TWICE:
        assert spell(one) == spell(other), one
        for name, written in ((one, other), (other, one)):
            assert mentioned(name.capitalize(), f"The {written.capitalize()}."), name


SPELT_TWICE = (
    *(("organization", "organisation"), ("analyzed", "analysed"), ("neighborhood", "neighbourhood")),
    *(
        ("theater", "theatre"),
        ("centered", "centred"),
        ("labeled", "labelled"),
        ("enrolment", "enrollment"),
    ),
    *(
        ("skillful", "skilful"),
        ("dialog", "dialogue"),
        ("judgment", "judgement"),
        ("license", "licence"),
    ),
    *(("practised", "practiced"), ("pedophile", "paedophile"), ("program", "programme")),
    *(
        ("maneuver", "manoeuvre"),
        ("fetal", "foetal"),
        ("artifacts", "artefacts"),
        ("aluminum", "aluminium"),
    ),
    *(("hemorrhage", "haemorrhage"), ("jewelry", "jewellery"), ("installment", "instalment")),
)


@given(st.text(max_size=60))
def test_any_text_has_a_key_and_words_at_places_of_it(text):
    folded = Folded(text)
    for _, start, end in folded.words():
        first, last = folded.span(start, end)
        assert 0 <= first < last <= len(text)
    key = name_key(text)
    assert re.fullmatch("[a-z0-9]*", key)
    assert name_key(text.upper().lower()) == name_key(text.lower())
    assert len(mentioned(text, text)) == bool(key)
