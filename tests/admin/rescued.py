"""An editor whose log-in page carries what she typed, as a browser would send it."""

from html.parser import HTMLParser

from reports.models import Actor
from tests.admin.desk import typed
from tests.factories import PASSWORD

LOG_IN = {"log-in-username": "her", "log-in-password": PASSWORD}


class Inputs(HTMLParser):
    """The inputs of a page that its log-in form sends, as a browser finds them: names and values."""

    def __init__(self, page):
        super().__init__()
        self.found, self.action, self.inside = {}, None, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        if tag == "form":
            self.inside = own.get("id") == "login-form"
            self.action = own["action"] if self.inside else self.action
        elif tag == "input" and "name" in own and (self.inside or own.get("form") == "login-form"):
            self.found.setdefault(own["name"], []).append(own.get("value") or "")


def log_in_from(client, answer, **fields):
    """Fill in the log-in page `answer` and send it, with all that it carries: the answer."""
    page = Inputs(answer.text)
    return client.post(page.action, page.found | (fields or LOG_IN))


def stored():
    """The actor that `make_actor` makes, as stored."""
    return Actor.objects.get(slug="testland")


def said(answer):
    """The sentences above the form of the page `answer`, as one text."""
    return " ".join(answer.context["adminform"].form.non_field_errors())


def carried(answer):
    """The fields that a log-in page carries, by name."""
    own = {"csrfmiddlewaretoken", "next", *LOG_IN, "username", "password"}
    return {name: values for name, values in Inputs(answer.text).found.items() if name not in own}


def shown(answer):
    """The values of the form and the inlines on a page, but for what says what was stored."""
    return {name: value for name, value in typed(answer).items() if name != "_seen"}


def copied(answer):
    """The values that a page shows to be copied."""
    return [value for _, value in answer.context["typed"]]
