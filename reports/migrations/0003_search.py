# The index of search: a table of a kind of its own on each engine, which Django cannot describe.

from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE reports_document USING fts5(
    title, body, heading UNINDEXED, text UNINDEXED, source UNINDEXED, url UNINDEXED,
    tokenize = 'unicode61'
)
"""
# The break between title and body is a word that no text has, so that no phrase runs across it.
# Without fastupdate a search never has to go through entries that wait for a vacuum.
POSTGRESQL = """
CREATE TABLE reports_document (
    rowid bigint PRIMARY KEY,
    title text NOT NULL, body text NOT NULL,
    heading text NOT NULL, text text NOT NULL, source text NOT NULL, url text NOT NULL,
    tokens tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title || ' x0'), 'A')
        || setweight(to_tsvector('simple', body), 'B')
    ) STORED
);
CREATE INDEX reports_document_tokens ON reports_document USING gin (tokens) WITH (fastupdate = off)
"""


def create(apps, schema_editor):
    """Make the table; it is filled when all migrations have run."""
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop(apps, schema_editor):
    """Remove the table and its indexes."""
    schema_editor.execute("DROP TABLE reports_document")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_records"),
    ]

    operations = [
        migrations.RunPython(create, drop),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigIntegerField(db_column="rowid", primary_key=True, serialize=False)),
                (
                    "title",
                    models.TextField(
                        blank=True, help_text="Tokens of the title, where it has words of its own."
                    ),
                ),
                ("body", models.TextField(blank=True, help_text="Tokens of everything else.")),
                ("heading", models.TextField(help_text="The title as a reader sees it.")),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="The pieces that the body was made of, with PIECE between."
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True, help_text="The meeting whose report it stands in; else empty."
                    ),
                ),
                ("url", models.TextField()),
            ],
            options={
                "db_table": "reports_document",
                "managed": False,
                "default_permissions": (),
            },
        ),
    ]
