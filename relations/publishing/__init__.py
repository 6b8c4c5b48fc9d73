"""The verbs of publishing: the only way by which people's content becomes public, and leaves it again."""

from relations.publishing.beforehand import Prospect, before_publishing, before_withdrawing, in_wrong_state
from relations.publishing.completeness import (
    all_dependents,
    dependents,
    missing,
    needs_live,
    not_public,
    required_references,
)
from relations.publishing.drafts import (
    TAKEN,
    discard,
    draft_values,
    invalid,
    restore,
    return_draft,
    save_draft,
    submit,
)
from relations.publishing.hints import hints
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
from relations.publishing.several import Outcome, attempt_each
from relations.publishing.standing import Standing, authors_of, look, standing
from relations.publishing.translations import Behind, Reworded, behind, behind_of, confirm_translation, text_names
from relations.publishing.upkeep import (
    Due,
    Unconfirmed,
    confirm_support,
    drafts_to_be_asked_about,
    review_due,
    set_review_by,
    support_unconfirmed,
)
from relations.publishing.withdrawal import redact, reinstate, withdraw

__all__ = [
    "PUBLISH",
    "SUPPORT",
    "TAKEN",
    "Behind",
    "Due",
    "EditConflict",
    "NoPreview",
    "NotAllowed",
    "NotNow",
    "NotPermitted",
    "Opened",
    "Outcome",
    "Prospect",
    "Reason",
    "Reworded",
    "Standing",
    "Unconfirmed",
    "all_dependents",
    "attempt_each",
    "authors_of",
    "before_publishing",
    "before_withdrawing",
    "behind",
    "behind_of",
    "confirm_support",
    "confirm_translation",
    "dependents",
    "differing",
    "discard",
    "draft_values",
    "drafts_to_be_asked_about",
    "hints",
    "in_wrong_state",
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
    "review_due",
    "revoke_previews",
    "save_draft",
    "schedule",
    "set_review_by",
    "standing",
    "submit",
    "support_unconfirmed",
    "text_names",
    "withdraw",
]
