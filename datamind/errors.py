"""Everything that can go wrong, as one tree. `str(error)` is a sentence for an analyst: what happened, where, what to do.

DataMindError
├── SettingsError            the process may not start: names the variable
├── InvalidInput             what somebody typed cannot be used: names the field
├── NotFound                 no such thing in this org (the same sentence for a thing of another org)
├── Conflict                 somebody else was quicker: says who, and nothing was changed
├── TooFast                  more than the pace that one person may keep: wait `wait_s` seconds
├── Forbidden                the role does not allow it
│   └── Withheld             rows of an earlier answer, read under other rules than bind whoever wants them now
├── SignInFailed             wrong name or password, or an ended session
│   ├── TooManyAttempts      wait `wait_s` seconds
│   └── CodeNeeded           the code of the second factor is still to come, for `ticket`
├── QueryRefused             the guard said no: `hint` is the allowed way to say it, `position` the offset in the text
├── ConnectorError
│   ├── ConnectFailed        `step` is address, network, tls, login, database or rights
│   ├── QueryFailed          the database said no
│   ├── QueryTimedOut        the time limit ended it
│   ├── QueryCancelled       somebody pressed Cancel
│   └── ResourcesExhausted   the memory or disk limit ended it
├── FileRefused              an upload that cannot be read as a table
├── AnalystError
│   ├── AnalystUnavailable   the model cannot be reached, or its budget is used up
│   └── AnalystFailed        the model answered nothing that can be used
├── DeliveryFailed           news could not be handed over: `may_retry`, or `is_unknown` when it may have been
├── VaultError               a stored secret cannot be opened
└── StoreError
    ├── StoreUnavailable     the metadata store does not answer
    └── StoreVersion         the store is newer than this program, or has not been migrated

To add one: a class in its place, a line in this drawing, a sentence that says what to do.
"""

from __future__ import annotations


class DataMindError(Exception):
    """Any error that DataMind can explain. Never holds a password, a key or a row."""


class SettingsError(DataMindError): ...


class InvalidInput(DataMindError):
    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.field = field


class NotFound(DataMindError):
    def __init__(self, noun: str):
        super().__init__(f"There is no such {noun} here. It may have been deleted; go back to the list.")
        self.noun = noun


class Conflict(DataMindError): ...


class Forbidden(DataMindError): ...


class Withheld(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "The rules on this data have changed since these rows were read, so they are not shown. Ask again to see what you "
            "may see now."
        )


class TooFast(DataMindError):
    def __init__(self, most: int, noun: str, wait_s: int):
        super().__init__(f"That was more than {most} {noun} in a minute. Wait {wait_s} seconds, then go on.")
        self.wait_s = wait_s


class SignInFailed(DataMindError): ...


class TooManyAttempts(SignInFailed):
    def __init__(self, wait_s: int):
        super().__init__(f"Too many attempts. Wait {wait_s} seconds, then try again.")
        self.wait_s = wait_s


class CodeNeeded(SignInFailed):
    def __init__(self, ticket: str):
        super().__init__("The code of your second factor is still to come.")
        self.ticket = ticket


class QueryRefused(DataMindError):
    def __init__(self, reason: str, hint: str | None = None, position: int | None = None):
        super().__init__(f"{reason} {hint}" if hint else reason)
        self.reason, self.hint, self.position = reason, hint, position


class ConnectorError(DataMindError): ...


class ConnectFailed(ConnectorError):
    def __init__(self, message: str, step: str):
        super().__init__(message)
        self.step = step


class QueryFailed(ConnectorError): ...


class QueryTimedOut(ConnectorError): ...


class QueryCancelled(ConnectorError): ...


class ResourcesExhausted(ConnectorError): ...


class FileRefused(DataMindError): ...


class AnalystError(DataMindError): ...


class AnalystUnavailable(AnalystError): ...


class AnalystFailed(AnalystError): ...


class DeliveryFailed(DataMindError):
    def __init__(self, message: str, may_retry: bool = False, is_unknown: bool = False):
        super().__init__(message)
        self.may_retry, self.is_unknown = may_retry, is_unknown


class VaultError(DataMindError): ...


class StoreError(DataMindError): ...


class StoreUnavailable(StoreError): ...


class StoreVersion(StoreError): ...
