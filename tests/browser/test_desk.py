"""Every page of the editors' desk is accessible and keeps to the strict policy, in each view."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import EDITOR, listen

# axe would otherwise load the stylesheets once more, with a style of its own that the policy forbids.
ALL = {"preload": False}
CONTRAST = ALL | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
REST = ALL | {"rules": {"color-contrast": {"enabled": False}}}
# Of each page that was loaded once: what is wide or narrow, and in which colours it is looked at.
VIEWS = [
    (1366, "light", ALL),
    (1366, "dark", CONTRAST),
    (390, "light", REST),
    (390, "dark", CONTRAST),
]
NAMES = (
    *("actor", "block", "connective", "evidence", "expertsgroup", "finding", "indexterm", "meeting"),
    *("meetingrole", "objective", "objectivelink", "outcome", "participant", "pledge", "presentation"),
    *("recommendation", "report", "statedcount", "verb", "workshop", "workshoprole", "dataversion"),
)
DELETED = "/admin/reports/meeting/deleted/"
VIOLATIONS = """document.addEventListener("securitypolicyviolation", event =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


def log_in(page):
    """Log in as the editor."""
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(EDITOR["DJANGO_SUPERUSER_USERNAME"])
    page.get_by_label("Password").fill(EDITOR["DJANGO_SUPERUSER_PASSWORD"])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


def pages(page, model):
    """The addresses of the pages of a model: its list, a new row, and the first of its list."""
    yield f"/admin/{model}/"
    links = page.locator("#result_list tbody th a, #result_list tbody td a")
    rows = [each.get_attribute("href") for each in links.all()[:1]]
    if model.endswith("dataversion"):
        yield from (row.split("?")[0] for row in rows)
        return
    yield f"/admin/{model}/add/"
    for row in rows:
        row = row.split("?")[0]
        yield from (row, row.replace("/change/", "/history/"), row.replace("/change/", "/delete/"))


def check(page):
    """Assert that the page breaks no rule of axe in any view, and does not scroll sideways."""
    for width, scheme, options in VIEWS:
        show(page, width, scheme)
        broken = Axe().run(page, options=options).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in broken] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def show(page, width, scheme):
    """Show the page in that width, in light or dark colours."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is on its way


def walk(page, addresses):
    """Assert that no page breaks a rule of axe in any view, or scrolls sideways; return how many."""
    broken, seen = {}, 0
    for address in addresses:
        assert page.goto(address).status == 200, address
        seen += 1
        for width, scheme, options in VIEWS:
            show(page, width, scheme)
            for rule in Axe().run(page, options=options).response["violations"]:
                nodes = [node["html"][:200] for node in rule["nodes"][:2]]
                broken.setdefault(f"{rule['id']} {width} {scheme}", {})[address] = nodes
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                broken.setdefault(f"scrolls sideways {width}", {})[address] = wide
    assert broken == {}
    return seen


@pytest.fixture
def desk(browser, base_url):
    """A page of an editor who has just logged in, which fails its test on a word of the console.

    Pages of accounts ask for the password again after ten minutes, so no two tests share a log-in.
    """
    context = browser.new_context(base_url=base_url)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    said = listen(page)
    log_in(page)
    yield page
    context.close()
    assert said == []


@pytest.mark.parametrize("model", [*(f"reports/{name}" for name in NAMES), "auth/user", "auth/group"])
def test_no_page_of_a_model_breaks_a_rule_of_axe_or_of_the_policy(desk, model):
    assert walk(desk, pages(desk, model)) == {"reports/dataversion": 2, "auth/group": 2}.get(model, 5)


def test_no_page_of_the_desk_itself_breaks_one(desk):
    walk(desk, ("/admin/", "/admin/reports/", "/admin/auth/", "/admin/password_change/", DELETED))


def test_the_log_in_page_is_accessible(page, base_url):
    page.goto("/admin/login/")
    check(page)
