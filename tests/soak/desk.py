"""An editor at the desk of a served portal: logs in and sends forms over HTTP, as a browser does."""

import http.client
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

NAME, PASSWORD = "soak", "seven quiet herons"


class Forms(HTMLParser):
    """The forms of a page: the values that a browser would send of each."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.area, self.select = [{}], "", ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        name, values = said.get("name"), self.forms[-1]
        if tag == "form":
            self.forms.append({})
        elif "disabled" in said:
            return
        elif tag == "input" and name and said.get("type") not in ("submit", "button"):
            if said.get("type") not in ("checkbox", "radio"):
                values[name] = said.get("value") or ""
            elif "checked" in said:
                values[name] = said.get("value", "on")
        elif tag == "textarea":
            self.area, values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in said:
            values[self.select] = said.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.forms[-1][self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser leaves out the first line break, and sends its own line ends.
            text = self.forms[-1][self.area].removeprefix("\r").removeprefix("\n")
            self.forms[-1][self.area], self.area = "\r\n".join(text.splitlines()), ""
        elif tag == "select":
            self.select = ""

    def with_field(self, name):
        """Return the values of the form that has a field of that `name`."""
        return next(values for values in self.forms if name in values)


class Desk:
    """A browser of one editor, at the portal on `port`. Its requests raise OSError without an answer."""

    def __init__(self, port, timeout=60):
        self.port, self.timeout, self.cookies = port, timeout, {}

    def ask(self, path, data=None):
        """Send one request: the status, where it leads to, and the page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if data is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        try:
            body = None if data is None else urlencode(data)
            connection.request("POST" if data is not None else "GET", path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except http.client.HTTPException as error:
            raise OSError("the answer was cut off") from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers.get("Location", ""), page

    def log_in(self):
        """Log in; raise OSError where that is not taken."""
        self.cookies.clear()
        _, _, page = self.ask("/admin/login/")
        form = Forms(page).with_field("username") | {"username": NAME, "password": PASSWORD}
        status, _, page = self.ask("/admin/login/", form)
        if status != 302:
            raise OSError(f"the log-in was answered with {status}")

    def form(self, path):
        """Return the values of the form on the page at `path`, after a log-in if one is asked for."""
        status, location, page = self.ask(path)
        if status in (302, 403):
            self.log_in()
            status, location, page = self.ask(path)
        if status != 200:
            raise OSError(f"{path} was answered with {status} {location}")
        return Forms(page).with_field("_reason")

    def save(self, path, reason, **changes):
        """Change some of the form on the page at `path`, and save: what `ask` says of it.

        Asked why something is taken off the portal, it says so.
        """
        values = self.form(path) | changes | {"_reason": reason, "_save": "Save"}
        values = {name: value for name, value in values.items() if value is not None}
        status, location, page = self.ask(path, values)
        if status == 200 and 'name="_withdrawal"' in page:
            values = Forms(page).with_field("_withdrawal") | {"_reason": reason}
            status, location, page = self.ask(path, values)
        return status, location, page
