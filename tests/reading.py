"""Read the main part of a page, as HTML and as words."""

import html
import re


def get(client, url, status=200):
    """Get the main part of the page at `url`: its HTML, and its words alone."""
    answer = client.get(url)
    assert answer.status_code == status, url
    return main(answer)


def main(answer):
    """Take the main part out of `answer`: its HTML, and its words without tags and line breaks."""
    source = answer.content.decode().split("<main")[1].split("</main")[0]
    words = re.sub("<[^>]+>", " ", re.sub("</?(?:bdi|abbr)[^>]*>", "", source))  # which part no words
    return source, " ".join(html.unescape(words).split())


def piece_of(source, key):
    """Take the piece of a report with that `key`, its tools and its margin out of the page's HTML."""
    behind = source.partition("</article>")[0].partition(f'id="{key}">')[2]
    return behind.partition('<div class="para')[0]
