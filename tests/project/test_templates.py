"""The check of the templates finds each kind of slip, and nothing in a sound template."""

import pytest

from tests import lint_templates

SOUND = """{# <p> in a comment #}
<!-- <p> in another -->
<ul class="{% if wide %}wide{% else %}small{% endif %}">
  {% for each in some %}
    <li{% if each.chosen %} class="chosen"{% endif %}>
      <a href="{% url "reports:home" %}?a=1"
        title="{{ each.name|default:"a > b" }}">{{ each }}</a><br>
      <svg viewBox="0 0 1 1"><path d="M0 0"/></svg>
    </li>
  {% empty %}
    <li>None</li>
  {% endfor %}
</ul>
{% include "reports/_other.html" with some=some %}
"""


def test_a_sound_template_passes():
    assert lint_templates.slips(SOUND) == []


def test_a_line_may_have_120_characters_and_no_more():
    assert lint_templates.slips(f"{'é' * 120}\n") == []
    assert lint_templates.slips(f"short\n{'é' * 121}\n") == [(2, "has 121 characters, over 120")]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<div>\n<p>\n</div>\n", [1, 2, 3]),  # never closed
        ("<div>\n", [1]),
        ("</div>\n", [1]),  # never opened
        ("<b><i>\n</b></i>\n", [1, 2]),  # closed in the wrong order
        # Opened in one branch, closed in another: the old way to fold a part of a page.
        ("{% if x %}\n<details>\n{% endif %}\n{% if x %}\n</details>\n{% endif %}\n", [2, 5]),
        ("{% if x %}\n<a>\n{% else %}\n<span>\n{% endif %}\n", [2, 4]),
        ("<p>\n{% if x %}\n</p>\n{% endif %}\n", [1, 3]),
        ("{% if x %}\n<p>\n{% elif y %}\n</p>\n{% endif %}\n", [2, 4]),
        # Opened by one turn of a loop, closed by another.
        ("{% for x in y %}\n{% if x.first %}\n<ul>\n{% endif %}\n{% endfor %}\n</ul>\n", [3, 6]),
        ("{% for x in y %}\n</li>\n<li>\n{% empty %}\n{% endfor %}\n", [2, 3]),
        # Opened in one block of a page, closed in another.
        ("{% block a %}\n<div>\n{% endblock a %}\n{% block b %}\n</div>\n{% endblock b %}\n", [2, 5]),
        ("<p {% if x %}>\n</p>\n{% endif %}\n", [3]),  # a branch that begins inside a tag
    ],
)
def test_an_element_that_is_not_closed_where_it_was_opened_is_found(source, lines):
    assert sorted({line for line, _ in lint_templates.slips(source)}) == sorted(set(lines))


def test_a_slip_is_told_with_its_file_and_line(monkeypatch, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>\n", encoding="utf-8")
    monkeypatch.setattr(lint_templates, "ROOT", tmp_path)
    with pytest.raises(SystemExit) as ended:
        lint_templates.main()
    assert ended.value.code == "templates/page.html:1: <p> is not closed in the branch that opens it"
