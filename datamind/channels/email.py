"""E-mail by SMTP: text and HTML with everything escaped, the chart as a picture, one mail to all recipients."""

from __future__ import annotations

import html
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from socket import create_connection, socket
from typing import Any

from datamind.channels.base import TIMEOUT_S, Kind, Message, Resolve, one_line
from datamind.errors import DeliveryFailed, InvalidInput
from datamind.forms import Field

FIELDS = (
    Field("host", "Mail server"),
    Field("port", "Port", "integer", default=587, minimum=1, maximum=65_535),
    Field("security", "Security", "choice", default="STARTTLS", choices=("STARTTLS", "TLS", "none")),
    Field("user", "User", required=False),
    Field("password", "Password", "password", required=False, secret=True),
    Field("sender", "From", help="As reports@example.com."),
    Field("recipients", "To", help="Addresses with commas between them."),
)
MOST_RECIPIENTS = 50


def send(values: Mapping[str, Any], message: Message, resolve: Resolve) -> str:
    mail, to = write_mail(values, message), read_addresses(values["recipients"])
    server = _connect(values, resolve(values["host"])[0])
    try:
        if values.get("user"):
            server.login(values["user"], values.get("password") or "")
        refused = _hand_over(server, mail, values["sender"], to)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryFailed("The mail server does not accept this user and password.") from error
    except smtplib.SMTPException as error:
        code = getattr(error, "smtp_code", None) or 0
        temporary = 400 <= code < 500 or isinstance(error, smtplib.SMTPServerDisconnected)
        told = one_line(str(getattr(error, "smtp_error", error)), 200)
        raise DeliveryFailed(f"The mail server said no: {code or ''} {told}.", may_retry=temporary) from error
    except OSError as error:
        raise DeliveryFailed(
            f"The mail server went away ({type(error).__name__}); it is tried again.", may_retry=True
        ) from error
    finally:
        server.close()
    left_out = f", refused: {', '.join(refused)}" if refused else ""
    return f"handed over for {len(to) - len(refused)} of {len(to)}{left_out}"[:300]


def write_mail(values: Mapping[str, Any], message: Message) -> EmailMessage:
    """The mail as it goes out."""
    mail = EmailMessage()
    mail["From"], mail["To"] = one_line(values["sender"]), ", ".join(read_addresses(values["recipients"]))
    mail["Subject"], mail["Date"] = one_line(message.title, 150), formatdate()
    mail["Message-ID"] = make_msgid(idstring="".join(filter(str.isalnum, message.key)), domain="datamind.invalid")
    mail["Auto-Submitted"] = "auto-generated"
    lines = [one_line(line, 2_000) for line in message.lines]
    mail.set_content("\n\n".join([*lines, *([message.link] if message.link else [])]) + "\n")
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    link = f'<p><a href="{html.escape(message.link)}">Open in DataMind</a></p>' if message.link else ""
    mail.add_alternative(
        message.page
        or f'<html><body style="font-family:sans-serif"><h2>{html.escape(one_line(message.title))}</h2>{body}{link}'
        "</body></html>",
        subtype="html",
    )
    if message.picture:
        mail.add_attachment(message.picture, maintype="image", subtype="svg+xml", filename="chart.svg")
    for file in message.files:
        maintype, _, subtype = file.mime.partition(";")[0].partition("/")
        mail.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=one_line(file.name, 150))
    return mail


def read_addresses(text: str) -> list[str]:
    """Raises InvalidInput for what is no address."""
    addresses = [each.strip() for each in text.replace(";", ",").split(",") if each.strip()]
    for each in addresses:
        name, at, domain = each.rpartition("@")
        if not (name and at and "." in domain.strip(".") and each.isprintable() and not set(each) & set(' <>"(),:\\')):
            raise InvalidInput(f"{each[:80]} is not an e-mail address.", "recipients")
    if not 0 < len(addresses) <= MOST_RECIPIENTS:
        raise InvalidInput(f"Give 1 to {MOST_RECIPIENTS} addresses.", "recipients")
    return addresses


def check(values: Mapping[str, Any]) -> None:
    """Raises InvalidInput."""
    read_addresses(values["recipients"])
    if len(read_addresses(values["sender"])) != 1:
        raise InvalidInput("Give one address as the sender.", "sender")
    if values.get("user") and values["security"] == "none":
        raise InvalidInput("A password must not travel in the clear: choose STARTTLS or TLS, or no user.", "security")


def _connect(values: Mapping[str, Any], address: str) -> smtplib.SMTP:
    host, port, context = values["host"], values["port"], ssl.create_default_context()

    class _Checked(smtplib.SMTP):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket:  # type: ignore[override]
            plain = create_connection((address, port), timeout)
            if values["security"] != "TLS":
                return plain
            return context.wrap_socket(plain, server_hostname=host)

    try:
        server = _Checked(host, port, timeout=TIMEOUT_S)
        if values["security"] == "STARTTLS":
            server.starttls(context=context)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise DeliveryFailed("The mail server offers no encryption that can be trusted; nothing was sent.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryFailed(
            f"The mail server {one_line(host, 80)} did not answer ({type(error).__name__}); it is tried again.",
            may_retry=True,
        ) from error
    return server


def _hand_over(server: smtplib.SMTP, mail: EmailMessage, sender: str, to: list[str]) -> list[str]:
    """The recipients that were refused. When the line breaks after the mail was sent, nobody knows whether it was taken."""
    server.ehlo_or_helo_if_needed()
    code, said = server.mail(one_line(sender))
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, said, sender)
    refused = []
    for each in to:
        code, said = server.rcpt(each)
        if code not in (250, 251):
            refused.append(each)
    if len(refused) == len(to):
        raise smtplib.SMTPResponseException(code, said)
    try:
        code, said = server.data(mail.as_bytes())
    except smtplib.SMTPResponseException:
        raise  # it answered, so it is known
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise DeliveryFailed(
            "The mail server went away while it took the mail: whether it was sent is not known.", is_unknown=True
        ) from error
    if code != 250:
        raise smtplib.SMTPDataError(code, said)
    return refused


KIND = Kind("E-mail", ":material/mail:", FIELDS, send, check)
