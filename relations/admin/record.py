"""The admin that all record types share. A type's own file says only what differs."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from translated_fields import TranslatedFieldAdmin, to_attribute

from relations import publishing
from relations.admin import beside, decisions, editing, history, previewing, revisions, several, tabs, upkeep, verbs
from relations.admin.choosing import whole
from relations.admin.evidence import SourceFilter
from relations.admin.fields import (
    PartialDateField,
    PartialDateInput,
    RecordField,
    RecordSelect,
    RecordSelectMultiple,
    RecordsField,
)
from relations.admin.form import OF_PUBLICATION, OF_THE_CHANGE, RecordForm
from relations.admin.related import related_lists
from relations.admin.richtext import RICH_TEXT
from relations.admin.translation import RecordList, TranslationFilter, columns_in, language_summary
from relations.admin.unsaved import KeptAsNew
from relations.admin.upkeep import ReviewFilter
from relations.admin.waiting import DraftFilter, open_state
from relations.languages import codes, current_language, main_language
from relations.models import Party, Record, State, Verb
from relations.models.fields import PartialDateField as PartialDateColumn
from relations.models.record import RichTextField
from relations.values import content_fields

TITLE_HELP = _("At most 200 characters, without a full stop.")
SUMMARY_HELP = _("One or two sentences that stand alone, at most 500 characters.")


class RecordAdmin(KeptAsNew, several.BulkVerbs, TranslatedFieldAdmin, admin.ModelAdmin):
    form = RecordForm
    actions = None
    list_per_page = 50
    list_select_related: ClassVar[tuple[str, ...]] = ()
    formfield_overrides = {
        PartialDateColumn: {"form_class": PartialDateField, "max_length": None, "widget": PartialDateInput},
        models.URLField: {"assume_scheme": "https"},
        RichTextField: RICH_TEXT,
    }

    # The translated text by which a record is called, and from whose main language its slug is proposed.
    title_name: ClassVar[str] = "title"
    # The columns of the list between the title and the state.
    columns: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[tuple[Any, ...]] = ()
    # What the search looks through: columns, and translated texts in every language.
    searched_columns: ClassVar[tuple[str, ...]] = ("slug",)
    searched_texts: ClassVar[tuple[str, ...]] = ("title", "summary")
    # Whether the code makes the slug.
    makes_slug: ClassVar[bool] = False
    # Fields that stand in a group of their own, and the filters that go with them.
    provenance: ClassVar[tuple[str, ...]] = ()
    provenance_filters: ClassVar[tuple[Any, ...]] = ()
    # Records of other types that belong to this one, by the name of the reverse relation.
    lists: ClassVar[tuple[str, ...]] = ()
    # By name of the field or of the translated text, where the model says nothing.
    help_texts: ClassVar[dict[str, Any]] = {}

    class Media:
        css = {"all": ["admin/css/records.css", "admin/css/review.css", "admin/css/languages.css"]}
        js = [Script("admin/js/languages.js", type="module")]

    # The list

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).annotate(open_state=open_state(self.model))
        if self.title_name not in self.model.translated_names():
            return rows
        of_reader, of_site = (to_attribute(self.title_name, code) for code in (current_language(), main_language()))
        return rows.annotate(shown_title=Coalesce(NullIf(of_reader, models.Value("")), of_site))

    @admin.display(description=_("title"), ordering="shown_title")
    def title(self, record: Record) -> str:
        return str(record)

    @admin.display(description=pgettext_lazy("column", "draft"), ordering="open_state")
    def draft(self, record: Any) -> str:
        """Draft, In review, Scheduled: what waits beside what is public."""
        return str(State(record.open_state).label) if record.open_state else "–"

    @admin.display(description=_("languages"))
    def languages(self, record: Record) -> str:
        return language_summary(record)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[RecordList]:
        return RecordList

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*(self.columns or ("title",)), "live", "draft", "languages"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return ["live", DraftFilter, *self.filters, *self.provenance_filters, TranslationFilter, ReviewFilter]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*self.searched_columns, *(to_attribute(name, code) for name in self.searched_texts for code in codes())]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        # PostgreSQL refuses NUL; Django's autocomplete passes on whatever was asked.
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        names = [name for name in content_fields(self.model) if name not in self.provenance and not self._is_text(name)]
        slug = [] if self.makes_slug and obj is None else ["slug"]
        identity = {"fields": list(dict.fromkeys([*slug, *self.model.identifying, *names]))}
        texts = [tabs.group(request, obj, code, self._texts_in(code)) for code in codes()]
        return [(_("Identity"), identity), *texts, *self.further_groups(), *self._about_the_change(request, obj)]

    def further_groups(self) -> list[Any]:
        """What stands between the texts and what is said of the change."""
        return []

    def _about_the_change(self, request: HttpRequest, obj: Any) -> list[Any]:
        """What to tell the public, and when; nothing for somebody who only looks."""
        if not (self.has_change_permission(request, obj) if obj else self.has_add_permission(request)):
            return []
        may_publish = publishing.may(request.user, Verb.PUBLISH, self.model)
        fields = [*OF_THE_CHANGE, *(self._of_publication() if may_publish else ())]
        return [(_("About this change"), {"fields": fields})]

    def _of_publication(self) -> tuple[str, ...]:
        return OF_PUBLICATION[:1]

    def _texts_in(self, code: str) -> list[str]:
        return [column for name, column in columns_in(self.model, code).items() if name not in self.provenance]

    def _is_text(self, column: str) -> bool:
        return hasattr(self.model._meta.get_field(column), "_translated_field_language_code")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug", *self.model.identifying, *self.model.identity) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        if obj or self.makes_slug or self.title_name not in self.model.translated_names():
            return {}
        return {"slug": (to_attribute(self.title_name, main_language()),)}

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every reference but those to the two parties, who fit into a plain choice."""
        fields = content_fields(self.model).items()
        return [name for name, field in fields if field.is_relation and field.related_model is not Party]

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        in_order = super().get_field_queryset(db, db_field, request)
        return whole(db_field.related_model._default_manager.all() if in_order is None else in_order)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= {"widget": RecordSelect(db_field, self.admin_site), "form_class": RecordField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {"widget": RecordSelectMultiple(db_field, self.admin_site), "form_class": RecordsField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        name = db_field.name.removesuffix(f"_{getattr(db_field, '_translated_field_language_code', '')}")
        # Escaped, since an example may show markup, which the template would render.
        field.help_text = conditional_escape(self.help_texts.get(name) or field.help_text)
        if name != db_field.name:
            field.widget.attrs |= {**_size(db_field), "lang": db_field._translated_field_language_code}
        if db_field.is_relation:
            # A record is deleted on its own page, not in passing.
            field.widget.can_delete_related = False
        return field

    # Saving: the form's draft goes through `publishing`, and nothing else writes

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record with the values of its draft, as the form shows and compares them."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            row.editing = editing.begin(request, row)
        return row

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except publishing.NotPermitted as error:
            raise PermissionDenied(str(error)) from error
        except (publishing.NotAllowed, publishing.EditConflict):
            # Somebody else saved between validation and writing: a second look finds it and says it at its field.
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the passages and areas of the form belong to the same draft."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        record = form.instance
        # Nobody submits or publishes what she has not been shown: it is saved, and she looks at it first.
        against = decisions.OVERTAKEN if change and record.editing.is_overtaken else ""
        saved = publishing.save_draft(
            self.model,
            record.slug,
            form.values(),
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
            opened=record.editing.opened if change else None,
            is_new=not change,
            **form.said,
        )
        if not change:
            record.pk = self.model._default_manager.get(slug=record.slug).pk
        verbs.carry_out(request, record, saved, form, against=against)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._response(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._response(request, obj) or super().response_change(request, obj)

    def _response(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Back to the record; Django's own answer where a popup must hand it on, or another is to be added."""
        if IS_POPUP_VAR in request.POST or "_addanother" in request.POST:
            return None
        return HttpResponseRedirect(verbs.address(obj, "change"))

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        now = obj.editing.now if obj and obj.pk else None
        context |= verbs.offered(request, self.model, now) | previewing.offered(request, now)
        if now:
            form = context["adminform"].form
            context |= editing.shown(obj, form.conflict if form.is_bound else None)
            context["still_right"] = tabs.confirmations(request, obj)
            context["record_state"] = verbs.state(now)
            context["related_lists"] = [related_lists(self, request, obj, name) for name in self.lists]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def line(self, record: Any) -> str:
        """What the record is called in the list on the page of the record it belongs to."""
        return str(record)

    # Other pages of the record

    def get_urls(self) -> list[Any]:
        pages = (decisions, revisions, beside, previewing, several, upkeep)
        return [*(address for page in pages for address in page.urls(self)), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return history.history_view(self, request, object_id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the public has seen is withdrawn; what it has not goes with its draft. Nothing is deleted."""
        return False

    def view_on_site(self, obj: Any) -> str | None:
        return obj.get_absolute_url() if obj.live and hasattr(obj, "get_absolute_url") else None


class StatementAdmin(RecordAdmin):
    provenance = ("passages", "basis", "as_of", "derivation")
    provenance_filters = ("basis", SourceFilter)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), "basis"]

    def further_groups(self) -> list[Any]:
        derivations = [to_attribute("derivation", code) for code in codes()]
        return [(_("Where it comes from"), {"fields": ["passages", "basis", "as_of", *derivations]})]

    def _of_publication(self) -> tuple[str, ...]:
        return OF_PUBLICATION


def _size(text: Any) -> dict[str, Any]:
    """A line of text is as wide as a text area, and a text of a few sentences no higher than it needs."""
    if isinstance(text, models.CharField):
        return {"class": "vLargeTextField"}
    return {"rows": 3 if text.max_length else 12}
