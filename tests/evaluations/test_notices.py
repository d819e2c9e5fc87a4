"""Notices reach a real mail server and a real web server on loopback, and nobody else."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from pipelines.contracts.evaluation_file import Notice, Occasion
from pipelines.evaluations.notices import Message, NoticeError, send
from pipelines.settings import Settings

MESSAGE = Message("Stanset: Nattlig", "Kjøringen «Nattlig» (1234) stanset.", "1234")


def by_mail(to: str = "kari@example.no") -> Notice:
    return Notice(by="epost", to=to, when=(Occasion.FAILED,))


def by_webhook(to: str) -> Notice:
    return Notice(by="webhook", to=to, when=(Occasion.FAILED,))


def test_an_e_mail_is_handed_to_the_mail_server(mail: tuple[str, list[str]], tmp_path: Path) -> None:
    address, received = mail
    send(by_mail(), MESSAGE, Settings(home=tmp_path, smtp_url=f"smtp://{address}", notice_from="opptrapp@example.no"))
    (sent,) = received
    assert "To: kari@example.no" in sent
    assert "Subject: Stanset: Nattlig" in sent


def test_a_webhook_gets_the_message_as_json(
    web: tuple[str, list[dict[str, str]]], certificate: Path, tmp_path: Path
) -> None:
    address, received = web
    trusted = ssl.create_default_context(cafile=certificate.with_suffix(".crt"))
    send(by_webhook(f"https://{address}/krok"), MESSAGE, Settings(home=tmp_path, webhook_hosts=address), trusted)
    assert received == [{"title": MESSAGE.title, "text": MESSAGE.text, "run": "1234"}]


@pytest.mark.parametrize("path", ["/videre", "/krok"])
def test_a_webhook_follows_no_redirect_and_trusts_no_unknown_server(
    web: tuple[str, list[dict[str, str]]], certificate: Path, tmp_path: Path, path: str
) -> None:
    address, received = web
    trusted = ssl.create_default_context(cafile=certificate.with_suffix(".crt") if path == "/videre" else None)
    with pytest.raises(NoticeError, match="ble ikke sendt"):
        send(by_webhook(f"https://{address}{path}"), MESSAGE, Settings(home=tmp_path, webhook_hosts=address), trusted)
    assert received == []


@pytest.mark.parametrize(
    ("to", "allowed"),
    [
        ("https://127.0.0.1/x", ""),
        ("https://169.254.169.254/latest", "kroker.example.no"),
        ("https://kroker.example.no:8443/x", "kroker.example.no"),
        ("https://kroker.example.no.onde.no/x", "kroker.example.no"),
        ("https://bruker:ord@kroker.example.no/x", "kroker.example.no"),
        ("http://kroker.example.no/x", "kroker.example.no"),
    ],
)
def test_a_webhook_goes_only_to_hosts_that_are_allowed(to: str, allowed: str, tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="ikke er tillatt"):
        send(by_webhook(to), MESSAGE, Settings(home=tmp_path, webhook_hosts=allowed))


def test_without_a_mail_server_the_notice_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="OPPTRAPP_SMTP_URL"):
        send(by_mail(), MESSAGE, Settings(home=tmp_path))


def test_a_mail_server_that_is_down_is_told_without_the_address(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="e-post ble ikke sendt") as caught:
        send(by_mail(), MESSAGE, Settings(home=tmp_path, smtp_url="smtp://127.0.0.1:1", notice_from="o@example.no"))
    assert "kari" not in str(caught.value)
