"""Tell somebody something, by e-mail or by webhook, behind one call.

A webhook goes to a host that whoever runs the installation has allowed, over https, and follows no redirect, so that a
line of YAML cannot make the server speak to what stands behind the wall.
"""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from typing import Any
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from pipelines.contracts.evaluation_file import Evaluation, Notice, Occasion
from pipelines.errors import UserError
from pipelines.settings import Settings
from pipelines.texts import text

SECONDS = 20
"""Whoever does not answer within this is told of as silent."""


class NoticeError(UserError):
    """Somebody could not be told; the message says why, and holds no address."""


@dataclass(frozen=True)
class Message:
    """What is said: a title, a text, and the run that it is of."""

    title: str
    text: str
    run: str


def told(evaluation: Evaluation, occasion: Occasion) -> list[Notice]:
    """Who is told: those the notices name, and of a draft the approvers with an address."""
    named = [notice for notice in evaluation.notices if occasion in notice.when]
    if occasion is Occasion.DRAFT:
        known = {notice.to for notice in named}
        asked = [approver.address for approver in evaluation.approvers if approver.address]
        named += [Notice(by="epost", to=to, when=(occasion,)) for to in dict.fromkeys(asked) if to not in known]
    return named


def send(notice: Notice, message: Message, settings: Settings, context: ssl.SSLContext | None = None) -> None:
    """Tell whoever `notice` names.

    Args:
        notice: who, and by what.
        message: what.
        settings: the mail server, the sender, and the hosts that webhooks may go to.
        context: which certificates are trusted; the system's where nothing is said.

    Raises:
        NoticeError: nothing was sent.
    """
    _WAYS[notice.by](notice.to, message, settings, context or ssl.create_default_context())


def _by_mail(to: str, message: Message, settings: Settings, context: ssl.SSLContext) -> None:
    if not settings.smtp_url or not settings.notice_from:
        raise NoticeError(text("kjoring.uten_epost"))
    server = urlsplit(settings.smtp_url)
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = message.title, settings.notice_from, to
    mail.set_content(message.text)
    try:
        with _mail_server(server.scheme, server.hostname or "", server.port or 0, context) as connection:
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise NoticeError(text("kjoring.ikke_sendt", maate="e-post", feil=type(error).__name__)) from error


def _mail_server(scheme: str, host: str, port: int, context: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(host, port, timeout=SECONDS)
    if scheme == "smtp+starttls":
        connection.starttls(context=context)
    return connection


def _by_webhook(to: str, message: Message, settings: Settings, context: ssl.SSLContext) -> None:
    address = urlsplit(to)
    if address.scheme != "https" or address.username or address.netloc not in settings.allowed_hosts:
        raise NoticeError(text("kjoring.vert_ikke_tillatt"))
    body, headers = json.dumps(asdict(message)).encode(), {"Content-Type": "application/json"}
    request = Request(to, body, headers, method="POST")  # noqa: S310 - https only, as looked at above
    opener = build_opener(HTTPSHandler(context=context), ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(request, timeout=SECONDS):
            pass
    except (URLError, OSError) as error:
        raise NoticeError(text("kjoring.ikke_sendt", maate="webhook", feil=type(error).__name__)) from error


class _NoRedirect(HTTPRedirectHandler):
    """An answer that sends us elsewhere is an error."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Never."""
        return


_WAYS: Mapping[str, Callable[[str, Message, Settings, ssl.SSLContext], None]] = {
    "epost": _by_mail,
    "webhook": _by_webhook,
}
