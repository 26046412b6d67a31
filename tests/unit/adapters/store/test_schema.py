"""The schema is what all migrations make, on both stores."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from isthmus.adapters.store import open_sqlite
from isthmus.adapters.store.migration import FOLDER, migrate
from isthmus.adapters.store.postgres.connection import connected
from isthmus.adapters.store.schema import METADATA
from isthmus.adapters.store.sqlite.opening import FILE
from isthmus.adapters.store.version import HEAD
from isthmus.phrases import decoded
from tests.contract.postgres import opened, server

NAME = re.compile(r"v\d{4}_(pre|post)_[a-z_]+")
LONGEST = 32
"""Characters that Alembic's own table has for a revision."""


def declared(file: Path) -> dict[str, str]:
    """Give the SQL of every table and index of a file, by name."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {
            name: re.sub(r"\s+", " ", sql)
            for name, sql in rows
            if name not in {"alembic_version", "sqlite_sequence"}
        }


def test_sqlite_is_what_all_migrations_make(tmp_path: Path):
    open_sqlite(tmp_path / "migrated").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'made'}")
    METADATA.create_all(engine)
    engine.dispose()
    assert declared(tmp_path / "migrated" / FILE) == declared(tmp_path / "made")


def test_postgres_is_what_all_migrations_make(tmp_path: Path):
    with opened(tmp_path) as open_store:
        open_store().close()
        dsn = server()
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS made CASCADE; CREATE SCHEMA made")
            [(migrated,)] = connection.execute(
                "SELECT schemaname FROM pg_tables WHERE tablename = 'alembic_version' LIMIT 1"
            ).fetchall()
        with engine_on("made") as made:
            METADATA.create_all(made)
            assert shape(made) == shape_of(str(migrated))


def test_every_table_with_a_label_has_the_second_lock_on(tmp_path: Path):
    marked = {
        table.name
        for table in METADATA.tables.values()
        if any(column.name.endswith("label") for column in table.columns)
    }
    with opened(tmp_path) as open_store:
        open_store().close()
        with psycopg.connect(server(), autocommit=True) as connection:
            rows = connection.execute(
                "SELECT DISTINCT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            )
            assert {name for (name,) in rows} == marked


def test_revisions_are_one_line_and_each_is_named_as_its_file():
    revisions = list(ScriptDirectory(str(FOLDER)).walk_revisions())
    assert [r.revision for r in revisions] == sorted((r.revision for r in revisions), reverse=True)
    assert revisions[0].revision == HEAD
    assert ScriptDirectory(str(FOLDER)).get_heads() == [HEAD]
    for revision in revisions:
        assert Path(revision.path).stem == revision.revision
        assert NAME.fullmatch(revision.revision)
        assert len(revision.revision) <= LONGEST


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_verdict_from_before_phrases_keeps_its_words(tmp_path: Path, kind: str):
    said = ("a date like {day}", 'the "31/02" of \\ ٢٠٣١', "correct it\nat its source")
    with engine_of(kind, tmp_path) as engine, engine.connect() as connection:
        migrate(connection, "v0006_pre_marked_verdicts")
        columns = "delivery, record_number, field, expected, came, repair, feed, state, at"
        values = dict(zip(("expected", "came", "repair"), said, strict=True))
        connection.execute(
            text(
                f"INSERT INTO verdict ({columns}) VALUES "  # noqa: S608 - our own columns
                "(1, 7, 'built', :expected, :came, :repair, 'register', 'open', 0)"
            ),
            values,
        )
        connection.commit()
        migrate(connection)
        [row] = connection.execute(text("SELECT expected, came, repair FROM verdict")).all()
    assert tuple(map(decoded, row)) == said


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_came_before_days_were_kept_gets_the_days_of_what_it_said(tmp_path: Path, kind: str):
    with engine_of(kind, tmp_path) as engine, engine.connect() as connection:
        if kind == "postgres":
            # As a node opens it: the setting that opens the second lock ends with a transaction.
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.autocommit = False
        migrate(connection, "v0014_pre_chosen")
        if kind == "postgres":
            connection.execute(text("SELECT set_config('isthmus.labels', '*', true)"))
        for row in (
            "delivery VALUES (1,'register','list','a',:b,0,100,'complete',1,1,0,0)",
            "delivery VALUES (2,'register','list','b',:b,0,200,'complete',2,1,0,0)",
            "delivery VALUES (3,'birch','release','c',:b,0,300,'complete',1,1,0,0)",
            "record VALUES (1,:b,:b,1,1,:b,1,'register-2031-05',1,:b,:b)",
            "record VALUES (2,:c,:b,2,2,:b,1,'register-2031-05',1,:b,:b)",
            "record VALUES (3,:d,:b,3,1,:b,1,'from-birch-2031-05',1,:b,:b)",
            "statement VALUES (1,:b,:b,'V','name','x',NULL,NULL,NULL,'s',1,'B2',1,0,100,130)",
            "statement VALUES (3,:b,:c,'V','name','x',NULL,NULL,NULL,'s',1,'B2',3,0,300,999)",
            (
                "received (partner,release,message,agreement,digest,purpose,record,statement,"
                "received_at,expires_on,standing) VALUES "
                "('birch',:b,:b,'a',:b,'p',3,3,300,999,'out')"
            ),
        ):
            values = {name: name.encode() for name in "bcd" if f":{name}" in row}
            own = " OVERRIDING SYSTEM VALUE VALUES" if kind == "postgres" else " VALUES"
            connection.execute(text(f"INSERT INTO {row.replace(' VALUES', own, 1)}"), values)
        connection.commit()
        migrate(connection)
        if kind == "postgres":
            connection.execute(text("SELECT set_config('isthmus.labels', '*', true)"))
        days = {
            table: connection.execute(text(f"SELECT expires_on FROM {table} ORDER BY seq"))  # noqa: S608 - our own tables
            .scalars()
            .all()
            for table in ("delivery", "record")
        }
    assert days == {"delivery": [130, 230, None], "record": [130, 230, None]}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_key_from_before_uses_opens_taxii(tmp_path: Path, kind: str):
    with engine_of(kind, tmp_path) as engine, engine.connect() as connection:
        migrate(connection, "v0019_pre_weighed")
        connection.execute(
            text("INSERT INTO access_key VALUES (:b, :b, 'p', :b, '[]', 'words', 'p', 0, 9, NULL)"),
            {"b": b"b"},
        )
        connection.commit()
        migrate(connection)
        assert connection.execute(text("SELECT use FROM access_key")).scalars().all() == ["taxii"]


@contextmanager
def engine_of(kind: str, folder: Path) -> Iterator[Engine]:
    if kind == "sqlite":
        engine = create_engine(f"sqlite:///{folder / FILE}")
        yield engine
        engine.dispose()
        return
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS before_phrases CASCADE")
        connection.execute("CREATE SCHEMA before_phrases")
    with engine_on("before_phrases") as engine:
        yield engine


@contextmanager
def engine_on(schema: str) -> Iterator[Engine]:
    engine = create_engine("postgresql+psycopg://", creator=lambda: connected(server(), schema))
    yield engine
    engine.dispose()


def shape_of(schema: str) -> dict[str, object]:
    with engine_on(schema) as engine:
        return shape(engine)


def shape(engine: Engine) -> dict[str, object]:
    """Give what the server says of every table: columns, keys, indexes."""
    found = inspect(engine)
    return {
        table: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            found.get_pk_constraint(table),
            found.get_unique_constraints(table),
            found.get_foreign_keys(table),
            sorted(found.get_indexes(table), key=lambda index: str(index["name"])),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }
