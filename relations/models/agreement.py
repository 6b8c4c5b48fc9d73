import datetime
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from relations.addresses import address_of_page
from relations.dates import PartialDate
from relations.models.fields import PartialDateField
from relations.models.record import Statement, StatementQuerySet, body_field, party_field, short_text_field, title_field


class AgreementStatus(models.TextChoices):
    """Derived from an agreement's actions, never typed. Terms of the UN Treaty Collection's glossary."""

    TO_BE_SIGNED = "to_be_signed", _("To be signed")
    SIGNED = "signed", _("Signed, not in force")
    PROVISIONALLY_APPLIED = "provisionally_applied", _("Provisionally applied")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    ESTABLISHED = "established", _("Established")


class Act(models.TextChoices):
    """What can happen to an agreement, in the order in which it usually does."""

    NEGOTIATIONS_OPENED = "negotiations_opened", _("Negotiations opened")
    NEGOTIATIONS_CONCLUDED = "negotiations_concluded", _("Negotiations concluded")
    ANNOUNCED = "announced", _("Announced")
    SIGNED = "signed", _("Signed")
    APPROVED = "approved", _("Approved")
    PROVISIONAL_APPLICATION_BEGINS = "provisional_begins", _("Provisional application begins")
    PROVISIONAL_APPLICATION_ENDS = "provisional_ends", _("Provisional application ends")
    ENTERED_INTO_FORCE = "entered_into_force", _("Entered into force")
    AMENDED = "amended", _("Amended")
    SUSPENDED = "suspended", pgettext_lazy("act", "Suspended")
    TERMINATED = "terminated", pgettext_lazy("act", "Terminated")
    # Dated by the source without saying which act it was.
    ESTABLISHED = "established", _("Established (act not stated)")


# The act that a status waits for, named on the line of actions; the others wait for none.
AWAITED_ACT = {
    AgreementStatus.TO_BE_SIGNED: _("Signature"),
    AgreementStatus.SIGNED: _("Entry into force"),
    AgreementStatus.PROVISIONALLY_APPLIED: _("Entry into force"),
}


# From these, nothing leads back to provisional application.
AFTER_APPLICATION = (AgreementStatus.IN_FORCE, AgreementStatus.SUSPENDED, AgreementStatus.TERMINATED)


def derive_status(actions: Iterable["AgreementAction"], on: datetime.date) -> AgreementStatus | None:
    """The status that the actions done by that day amount to, taken in order of their dates.

    None where no action yet amounts to one. Acts that both must do (a signature) count once both have.
    """
    done = sorted((action for action in actions if action.is_done(on)), key=lambda action: action.rank)
    status: AgreementStatus | None = None
    signed_by: set[int | None] = set()
    before_suspension_or_application: AgreementStatus | None = None
    for action in done:
        match action.act:
            case Act.ANNOUNCED if status is None:
                status = AgreementStatus.TO_BE_SIGNED
            case Act.ESTABLISHED if status in (None, AgreementStatus.TO_BE_SIGNED):
                status = AgreementStatus.ESTABLISHED
            case Act.SIGNED:
                signed_by.add(action.party_id)
                by_both = None in signed_by or len(signed_by) > 1
                # "2011" sorts before a day in 2011, so a signature may follow what it made possible.
                if by_both and status in (None, AgreementStatus.TO_BE_SIGNED):
                    status = AgreementStatus.SIGNED
            case Act.PROVISIONAL_APPLICATION_BEGINS if status not in AFTER_APPLICATION:
                before_suspension_or_application = status
                status = AgreementStatus.PROVISIONALLY_APPLIED
            case Act.PROVISIONAL_APPLICATION_ENDS if status is AgreementStatus.PROVISIONALLY_APPLIED:
                status = before_suspension_or_application
            case Act.ENTERED_INTO_FORCE:
                status = AgreementStatus.IN_FORCE
            case Act.SUSPENDED:
                status = AgreementStatus.SUSPENDED
            case Act.TERMINATED:
                return AgreementStatus.TERMINATED
    return status


class AgreementQuerySet(StatementQuerySet):
    def in_date_order(self) -> Self:
        """By the date of their first live action; those without one last."""
        live_actions = AgreementAction.objects.live().filter(agreement=models.OuterRef("pk")).order_by("date", "slug")
        first_date = models.Subquery(live_actions.values("date")[:1], output_field=models.CharField())
        return self.annotate(began=Coalesce(first_date, models.Value("9999-99"))).order_by("began", "slug")

    def with_actions(self) -> Self:
        """Fetch each agreement's live actions, with their parties and passages, earliest first."""
        actions = AgreementAction.objects.live().with_passages().select_related("party").order_by("date", "slug")
        return self.prefetch_related(Prefetch("actions", actions))


class Agreement(Statement):
    """An instrument between the parties, whatever its form and whether or not it is signed."""

    class Form(models.TextChoices):
        TREATY = "treaty", _("Treaty")
        AGREEMENT = "agreement", _("Agreement")
        PROTOCOL = "protocol", _("Protocol")
        MEMORANDUM = "memorandum", _("Memorandum of understanding")
        EXCHANGE_OF_NOTES = "exchange_of_notes", _("Exchange of notes")
        JOINT_DECLARATION = "joint_declaration", _("Joint declaration")
        NOT_STATED = "not_stated", _("Not stated")

    class Binding(models.TextChoices):
        YES = "yes", pgettext_lazy("legally binding", "Yes")
        NO = "no", pgettext_lazy("legally binding", "No")
        NOT_STATED = "not_stated", _("Not stated")

    title = title_field()
    short_title = title_field(_("short title"))
    summary = short_text_field(_("summary"))
    body = body_field()
    form = models.CharField(_("form"), max_length=20, choices=Form, default=Form.NOT_STATED)
    legally_binding = models.CharField(_("legally binding"), max_length=10, choices=Binding, default=Binding.NOT_STATED)
    areas = models.ManyToManyField(
        "relations.CooperationArea", verbose_name=_("areas"), blank=True, related_name="agreements"
    )
    registration_number = models.CharField(_("registration number"), max_length=100, blank=True)
    amends = models.ManyToManyField(
        "self", verbose_name=_("amends"), blank=True, symmetrical=False, related_name="amended_by"
    )
    replaces = models.ManyToManyField(
        "self", verbose_name=_("replaces"), blank=True, symmetrical=False, related_name="agreements_replacing_it"
    )
    implements = models.ManyToManyField(
        "self", verbose_name=_("implements"), blank=True, symmetrical=False, related_name="implemented_by"
    )

    objects: ClassVar[Any] = AgreementQuerySet.as_manager()

    required = ("title", "summary")
    claims = ("title", "short_title", "summary", "body", "form", "legally_binding", "registration_number")
    searched = ("registration_number",)

    class Meta(Statement.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def get_absolute_url(self) -> str:
        return address_of_page("agreement_detail", self.slug)

    @property
    def live_actions(self) -> list["AgreementAction"]:
        """Its live actions, earliest first. Needs `with_actions()`; no query then."""
        return sorted(self.actions.all(), key=lambda action: action.rank)

    def status(self, on: datetime.date) -> AgreementStatus | None:
        return derive_status(self.live_actions, on)

    @staticmethod
    def awaited_act(status: AgreementStatus | None) -> Any:
        """The one act that a status waits for, or None."""
        return AWAITED_ACT.get(status) if status else None

    @property
    def status_as_of(self) -> PartialDate | None:
        """The latest date at which one of its sources spoke of it."""
        dates = [statement.as_of for statement in (self, *self.live_actions) if statement.as_of]
        return max(dates, key=lambda date: date.last_day) if dates else None

    @property
    def first_action(self) -> "AgreementAction | None":
        actions = self.live_actions
        return actions[0] if actions else None


class AgreementAction(Statement):
    """One act in the life of an agreement, by both parties or by one."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name=_("agreement"), related_name="actions")
    act = models.CharField(_("act"), max_length=25, choices=Act, blank=True)
    party = party_field(_("party"), help_text=_("If one side did it; empty means both."))
    date = PartialDateField(_("date"), help_text=_("As precisely as the source gives it: 2012-05-10, 2012-05 or 2012."))
    place = title_field(_("place"))
    note = short_text_field(_("note"))

    required = ("act", "date")
    identifying = ("agreement",)
    evidenced = ("act", "date", "party")
    claims = ("act", "date", "party", "place", "note")

    class Meta(Statement.Meta):
        ordering = ["date", "slug"]
        verbose_name = _("agreement action")
        verbose_name_plural = _("agreement actions")
        indexes = [
            # An agreement's page and the timeline read live actions by date.
            models.Index(fields=["live", "date", "slug"], name="live_actions_by_date"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}#{self.slug}"

    @property
    def heading(self) -> Any:
        return self.agreement.title

    @property
    def rank(self) -> tuple[str, int, str]:
        """Where it stands among its agreement's actions: by date, then as acts usually follow."""
        return (str(self.date or "9999"), Act.values.index(self.act) if self.act else 0, self.slug)

    @property
    def is_announced(self) -> bool:
        """Whether the source announced it for later, and no later source says that it happened."""
        return self.is_ahead(self.date)

    def is_done(self, on: datetime.date) -> bool:
        """Whether a source states it as done and its date, to the last day, is reached."""
        return self.date is not None and self.date.is_reached(on) and not self.is_announced
