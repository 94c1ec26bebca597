"""Names are found in a text as whole words, the longer before the shorter."""

from time import perf_counter
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.models import Actor
from reports.text.mentions import ActorMatcher, excerpts
from reports.text.sameness import name_key


def actors(*names):
    """Actors of these names, the first with the primary key 1."""
    return [
        SimpleNamespace(pk=pk, name=name, other_names=SimpleNamespace(all=lambda: []))
        for pk, name in enumerate(names, 1)
    ]


def named(text, *names):
    """The places in `names` of those that `text` names; the same, asked for each alone."""
    rows = actors(*names)
    found = ActorMatcher(rows).actors(text)
    assert {row.pk for row in rows if row.pk in ActorMatcher(rows, {row.pk}).actors(text)} == found
    return found


def test_a_longer_name_wins_and_only_whole_words_count(report):
    matcher = ActorMatcher(Actor.objects.prefetch_related("other_names"))
    slugs = dict(Actor.objects.values_list("pk", "slug"))

    def found(text):
        return [slugs[pk] for _, _, owners in matcher.find(text) for pk in owners]

    assert found("New Zealand Ministry of Foreign Affairs and Trade") == [
        "new-zealand-ministry-of-foreign-affairs-and-trade"
    ]
    assert found("the ROK and Australian officials") == ["republic-of-korea"]
    assert found("nothing") == []
    assert list(ActorMatcher([]).find("Japan")) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("中国同意", ["中国"]),
        ("部长们在北京讨论。2004年中国和印度尼西亚同意，人民", ["印度尼西亚", "人民", "北京", "中国"]),
        ("日本とインドネシアの外務省", ["インドネシア", "日本", "外務省"]),
        ("ประเทศไทยให้การสนับสนุนกระทรวงการต่างประเทศ", ["ไทย", "กระทรวงการต่างประเทศ"]),
        ("ປະເທດລາວໄດ້ຕົກລົງ", ["ລາວ"]),
        ("ប្រទេសកម្ពុជាបានយល់ព្រម", ["កម្ពុជា"]),
        ("မြန်မာနိုင်ငံကသဘောတူသည်", ["မြန်မာ"]),
        ("대한민국은 동의하였다. 한국도", ["대한민국", "한국"]),
        ("وافقت إندونيسيا على ذلك", ["إندونيسيا"]),
        ("Η Ελλάδα συμφώνησε", ["Ελλάδα"]),
        ("Россия и Киргизская Республика согласились", ["Россия", "Киргизская Республика"]),
        ("The Employment Agency, Eritrea and Peru", ["Employment Agency", "Eritrea", "Peru"]),
    ],
)
def test_a_name_is_found_in_any_script(text, names):
    assert named(text, *names) == set(range(1, len(names) + 1))
    for name in names:
        assert named(text, name) == {1}
        assert named(text.replace(name, ""), name) == set()


letters = st.characters(categories=("L", "Nd"))
name = st.text(letters, min_size=1, max_size=8) | st.text(
    st.characters(exclude_categories=("C", "M")), min_size=1, max_size=8
)


@given(name, st.text(letters, max_size=12), st.text(letters, max_size=12))
def test_a_name_between_spaces_is_found_in_any_text(name, before, after):
    if name_key(name):
        assert 1 in named(f"{before} {name} {after}", name)


# Letters without marks, so that each name is whole.
unspaced = st.text("中国印度尼西亜一㐀けん국ไทยกมລາວပမကមខ", max_size=8)


@given(unspaced.filter(bool), unspaced, unspaced)
def test_a_name_between_letters_without_spaces_is_found(name, before, after):
    assert named(before + name + after, name) == {1}


@pytest.mark.parametrize(
    ("name", "text"),
    [("HCR", "U.N.H.C.R."), ("345", "12,345"), ("ก", "กี"), ("ีก", "กีก"), ("하", "한국")],
)
def test_a_part_of_a_word_names_nobody(name, text):
    assert named(text, name) == set()


NAMES = (
    *("印度尼西亚", "อินโดนีเซีย", "กระทรวงการต่างประเทศ", "인도네시아", "Papua New Guinea", "UNU", "000"),
    *("a a a b", "中中中国", "ี", "Aeb", "a㐀"),
)
LONG = (
    "部长们在北京讨论了人口走私问题。中国和印度尼西西同意继续合作，加强边境管理。" * 300,
    "ที่ประชุมรัฐมนตรีได้หารือเกี่ยวกับปัญหาการลักลอบขนคนและการค้ามนุษย์" * 175,
    *("Papuanewguine" * 750, "u.n." * 2500, "a " * 5_000, "p.a'p-" * 1750, "中" * 10_000),
    *("ี" * 10_000, "a" * 10_000, "a" + "." * 10_000, "1" + ",000" * 2500 + "0", "a" + "倀" * 10_000),
)


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:4])
def test_any_long_text_is_read_at_once(text):
    rows = actors(*NAMES)
    start = perf_counter()
    for asked in (None, *({row.pk} for row in rows)):
        ActorMatcher(rows, asked).actors(text)
    assert perf_counter() - start < 1  # for thirteen readings; a tenth of it is usual


def test_excerpt_shows_the_words_around_a_name():
    text = "one two three Japan four five six seven Japan eight"
    assert excerpts(text, [(14, 19)], around=10) == [("… three ", "Japan", " four …")]
    assert excerpts("Japan", [(0, 5)]) == [("", "Japan", "")]
