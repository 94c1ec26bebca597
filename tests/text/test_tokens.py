"""Words become the tokens that search keeps: stems in one spelling."""

from reports.text.tokens import MAX_TOKENS, stored, tokens


def test_a_word_that_only_looks_like_a_spelling_keeps_its_own(report):
    assert [tokens(word) for word in ("size", "four", "prize")] == [("size",), ("four",), ("prize",)]
    assert tokens("labour colours honoured") == tokens("labor colors honored")
    assert tokens("organization criminalized") == tokens("organisation criminalised")
    for alike in (
        "defence defences defense",
        "centre centred centers",
        "behaviour behavioural behavior",
    ):
        assert len(set(tokens(alike))) == 1, alike


def test_a_document_has_no_more_tokens_than_an_engine_can_number():
    assert len(stored(["a b"] * MAX_TOKENS).split()) == MAX_TOKENS
