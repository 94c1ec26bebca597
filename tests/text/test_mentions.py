"""Names are found in a text as whole words, the longer before the shorter."""

from reports.models import Actor
from reports.text.mentions import ActorMatcher, excerpts


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


def test_excerpt_shows_the_words_around_a_name():
    text = "one two three Japan four five six seven Japan eight"
    assert excerpts(text, [(14, 19)], around=10) == [("… three ", "Japan", " four …")]
    assert excerpts("Japan", [(0, 5)]) == [("", "Japan", "")]
