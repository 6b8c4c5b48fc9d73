"""The verbs of publishing: the only way by which people's content becomes public, and leaves it again."""

from relations.publishing.completeness import dependents, missing, needs_live, not_public, required_references
from relations.publishing.drafts import discard, draft_values, invalid, restore, return_draft, save_draft, submit
from relations.publishing.merging import merge_values
from relations.publishing.previews import NoPreview, preview_token, read_token, revoke_previews
from relations.publishing.publication import SUPPORT, publish, publish_due, schedule
from relations.publishing.refusals import (
    EditConflict,
    NotAllowed,
    NotNow,
    NotPermitted,
    Opened,
    Reason,
    differing,
    label,
)
from relations.publishing.roles import PUBLISH, may, require
from relations.publishing.standing import Standing, look, standing
from relations.publishing.withdrawal import redact, reinstate, withdraw

__all__ = [
    "PUBLISH",
    "SUPPORT",
    "EditConflict",
    "NoPreview",
    "NotAllowed",
    "NotNow",
    "NotPermitted",
    "Opened",
    "Reason",
    "Standing",
    "dependents",
    "differing",
    "discard",
    "draft_values",
    "invalid",
    "label",
    "look",
    "may",
    "merge_values",
    "missing",
    "needs_live",
    "not_public",
    "preview_token",
    "publish",
    "publish_due",
    "read_token",
    "redact",
    "reinstate",
    "require",
    "required_references",
    "restore",
    "return_draft",
    "revoke_previews",
    "save_draft",
    "schedule",
    "standing",
    "submit",
    "withdraw",
]
