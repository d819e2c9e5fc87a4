"""What a setting may be: types for `settings`, each with a name, by which what is wrong is told in words.

Here is only what can be seen of a value by itself. Whether a database answers, or a folder can be written to, is seen
by whoever needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

_SPARK = re.compile(r"local(\[[^\]]+\])?|spark://[^/\s]+:\d+|yarn|k8s://\S+")
_SENDER = re.compile(r"[^@<>]*<[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+")
_MAIL = frozenset({"smtp", "smtp+starttls", "smtps"})
_POSTGRESQL = frozenset({"postgres", "postgresql"})
SECRET = "hemmelig"  # noqa: S105 - what a mistake is marked by


def may_be(form: str, fits: Callable[[Any], bool] = lambda _: True, *, secret: bool = False) -> WrapValidator:
    """Refuse with the form's name what its type refuses, or what does not fit.

    Args:
        form: named by the text `innstilling.<form>`, which says what is right.
        fits: asked of a value of the right type; an error of the value is a no.
        secret: whether the value may hold a password, and is never shown.
    """

    def taken(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            if fits(found := handler(value)):
                return found
        except ValueError:  # pydantic's own is one too, and would quote the value
            pass
        raise PydanticCustomError(form, "not what it may be", {SECRET: secret})

    return WrapValidator(taken)


def _folder(path: Path) -> bool:
    try:
        return path.is_dir() or not path.exists()
    except OSError:  # it cannot be seen by this user
        return True


def _web(value: str) -> bool:
    parts = urlsplit(value)
    named = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    return named and parts.port != 0 and _one_word(value)


def _database(kinds: frozenset[str]) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        from sqlalchemy import make_url  # noqa: PLC0415 - takes time to load, and is needed where one is set
        from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

        try:
            found = make_url(value)
        except ArgumentError:
            return False
        kind = found.drivername.partition("+")[0]
        return kind in kinds and (kind in _POSTGRESQL or bool(found.database))

    return fits


def _mail(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in _MAIL and bool(parts.hostname) and parts.port != 0 and _one_word(value)


def _hosts(value: str) -> bool:
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    return all(_one_word(host) and "@" not in host and _at(host) for host in hosts)


def _at(host: str) -> bool:
    parts = urlsplit(f"//{host}")
    return parts.netloc == host and bool(parts.hostname) and parts.port != 0


def _address(value: str) -> bool:
    return _one_word(value) and (":" in value or _at(value)) and not set(value) & set("/@[]")


def _one_word(value: str) -> bool:
    return value.isprintable() and " " not in value


Folder = Annotated[Path, may_be("mappe", _folder)]
Port = Annotated[int, may_be("port", lambda port: 0 < port < 2**16)]
Gigabytes = Annotated[float, may_be("gigabyte", lambda size: 0 <= size < float("inf"))]
LogFormat = Annotated[Literal["text", "json"], may_be("loggformat")]
Engine = Annotated[Literal["duckdb", "spark"], may_be("motor")]
WebAddress = Annotated[str, may_be("nettadresse", _web)]
Address = Annotated[str, may_be("adresse", _address)]
Scope = Annotated[str, may_be("omfang", lambda said: "openid" in said.split())]
SparkMaster = Annotated[str, may_be("klynge", lambda said: _SPARK.fullmatch(said) is not None)]
Sender = Annotated[str, may_be("avsender", lambda said: said.isprintable() and _SENDER.fullmatch(said) is not None)]
Hosts = Annotated[str, may_be("verter", _hosts)]
RegisterUrl = Annotated[str, may_be("database", _database(_POSTGRESQL | {"sqlite"}), secret=True)]
PostgresqlUrl = Annotated[str, may_be("postgresql", _database(_POSTGRESQL), secret=True)]
MailServer = Annotated[str, may_be("epostserver", _mail, secret=True)]
