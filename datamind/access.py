"""Who may do what: roles, permissions, the grants between them, and the actor on whose behalf something runs.

To add a permission: a line in `Permission`, and its place in `GRANTS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from datamind.errors import Forbidden


class Role(StrEnum):
    """What a person is in an org. Each role may do all that the one before it may."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    ADMIN = "admin"
    OWNER = "owner"


class Permission(StrEnum):
    """What a use case asks for."""

    USE_OWN_ACCOUNT = "use your own account"
    ASK = "ask questions"
    SEE_CONNECTIONS = "see connections"
    SEE_DASHBOARDS = "see dashboards"
    EDIT_DASHBOARDS = "edit dashboards"
    RUN_SQL = "run SQL"
    EDIT_CATALOG = "edit the catalog"
    EDIT_CONNECTIONS = "edit connections"
    UPLOAD_FILES = "upload files"
    EDIT_ALERTS = "edit alerts"
    EDIT_REPORTS = "edit reports"
    ADMINISTER = "administer the organisation"
    OWN = "own the organisation"


_VIEWER = frozenset({Permission.USE_OWN_ACCOUNT, Permission.ASK, Permission.SEE_CONNECTIONS, Permission.SEE_DASHBOARDS})
_ANALYST = _VIEWER | {
    Permission.RUN_SQL,
    Permission.EDIT_DASHBOARDS,
    Permission.EDIT_CATALOG,
    Permission.EDIT_CONNECTIONS,
    Permission.UPLOAD_FILES,
    Permission.EDIT_ALERTS,
    Permission.EDIT_REPORTS,
}
GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.ANALYST: _ANALYST,
    Role.ADMIN: frozenset(Permission) - {Permission.OWN},
    Role.OWNER: frozenset(Permission),
}


@dataclass(frozen=True)
class Actor:
    """On whose behalf something runs. `user_id` is None for the system; `attributes` feed row policies ({user.region})."""

    org_id: int
    user_id: int | None
    name: str
    role: Role
    attributes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def system(cls, org_id: int) -> Actor:
        """The actor of scheduled jobs: an admin of one org, on the same path as people."""
        return cls(org_id=org_id, user_id=None, name="system", role=Role.ADMIN)

    def may(self, permission: Permission) -> bool:
        return permission in GRANTS[self.role]

    def demand(self, permission: Permission) -> None:
        """Raises Forbidden, with who can help, when the role does not allow it."""
        if not self.may(permission):
            raise Forbidden(f"A {self.role} may not {permission}. Ask an admin of your organisation.")
