"""The form of every entry screen: scoped choices, no lost updates, stamped with who entered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.admin.conflicts import conflict_messages
from agencies.admin.receipts import new_key

if TYPE_CHECKING:
    from django.http import HttpRequest

VERSION = "row_version"
KEY = "form_key"

#: The same words for a row that does not exist and for one that the user may not name.
NOT_TO_BE_CHOSEN = _(
    "Không có mục này, hoặc bạn không được chọn mục này; hãy chọn lại trong danh sách."
)


class NumberInput(forms.TextInput):
    """Numbers are typed as they are read, 1.234,5: the browser's number control cannot."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "vIntegerField", "inputmode": "decimal", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """``418.039``, not ``418.039,0000``: zeros that the column adds are not shown."""
        if isinstance(value, Decimal):
            value = Decimal(f"{value.normalize():f}")
        return super().format_value(value)


class CarriedField(forms.CharField):
    """Goes through the browser and comes back; never an edit of its own."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ScopedForm(forms.ModelForm):
    """Made by ``ScopedAdmin`` and its inlines, which set ``request`` and ``refusal``.

    ``instance`` of a form that changes a row carries ``row_version`` and is locked while a
    post is handled, so that the comparison holds until the end of the transaction.
    """

    request: ClassVar[HttpRequest]
    #: Why the database refused the same post a moment ago.
    refusal: ClassVar[str] = ""

    row_version = CarriedField(required=False, label="")
    form_key = CarriedField(required=False, initial=new_key, label="")

    class Meta:
        localized_fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if VERSION in self.fields:
            self.initial[VERSION] = getattr(self.instance, VERSION, "")
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = NOT_TO_BE_CHOSEN
                field.error_messages["invalid_pk_value"] = NOT_TO_BE_CHOSEN
                self._keep_present_choice(name, field)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        if self._is_stale():
            lines = conflict_messages(self)
            self._take_present_version()
            raise ValidationError(lines)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        is_new = self.instance._state.adding
        if is_new and getattr(self.instance, "entered_by_id", 0) is None:
            self.instance.entered_by = self.request.user
        return super().save(commit)

    def _keep_present_choice(self, name: str, field: forms.ModelChoiceField[Any]) -> None:
        """What the row names already stays a choice, even where it is not for this user to pick."""
        if self.instance._state.adding or field.queryset is None:
            return
        named = self.instance._meta.get_field(name).value_from_object(self.instance)
        keys = [row.pk for row in named] if isinstance(named, list) else [named]
        if keys := [key for key in keys if key is not None]:
            offered = field.queryset
            rows = offered.model._default_manager.filter(
                models.Q(pk__in=offered.order_by().values("pk")) | models.Q(pk__in=keys)
            )
            order = offered.query.order_by or offered.model._meta.ordering
            field.queryset = rows.order_by(*order)

    def _is_stale(self) -> bool:
        """Whether somebody saved the row since the form was made, and this post would undo it."""
        if self.instance._state.adding or VERSION not in self.fields:
            return False
        known = self.cleaned_data.get(VERSION)
        return known != getattr(self.instance, VERSION, "") and bool(self.changed_data)

    def _take_present_version(self) -> None:
        """Saving the form as shown again means: I have seen what is stored now."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix(VERSION)] = getattr(self.instance, VERSION, "")
        self.data = data
