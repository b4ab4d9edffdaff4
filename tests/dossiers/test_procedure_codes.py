"""The spellings of a procedure's code, and the one that is stored."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from dossiers.codes import find_code, normal_procedure_code
from tests.factories import ProcedureFactory


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.004082", "1.004082"),
        ("1.000948.H23", "1.000948.H23"),
        ("2.001218.000.00.00.H38", "2.001218.H38"),
        ("2.001218.000.00.00", "2.001218"),
        ("3.000001.000.00.00.H23", "3.000001.H23"),
        (" 1.000948.h23\n", "1.000948.H23"),
        ("1. 000948 .H23", "1.000948.H23"),
        ("１.０００９４８.Ｈ２３", "1.000948.H23"),
        ("1.000948.Н23", "1.000948.H23"),  # a Cyrillic letter
    ],
)
def test_every_spelling_has_one_normal_form(text, code):
    assert normal_procedure_code(text) == code
    assert normal_procedure_code(code) == code


@pytest.mark.parametrize(
    "text",
    [
        *("", "1.00408", "2.0012", "4.000948", "1,000948", "1.000948.23H", "1.000948.000.00.H38"),
        *("1.0009481", "1.000948.H23.H23", "1.000948.H2", "x1.000948", "H23.01-240614-0001"),
        "\x00",
    ],
)
def test_what_is_no_code_has_none(text):
    assert normal_procedure_code(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["1.000948.000.00.00.H23", "1.000948.h23", "x"])
def test_no_other_spelling_is_stored(code):
    with pytest.raises(IntegrityError, match="procedure_code_is_normal"), transaction.atomic():
        ProcedureFactory(code=code)


@pytest.mark.parametrize(
    ("code", "known", "found"),
    [
        ("1.900091", ["1.900091.H23", "1.900092"], ["1.900091.H23"]),
        ("1.900091.H23", ["1.900091"], ["1.900091"]),
        ("1.900091", ["1.900091.H23", "1.900091"], ["1.900091"]),
        ("1.900091", ["1.900091.H38", "1.900091.H23"], ["1.900091.H23", "1.900091.H38"]),
        ("1.900091.H23", ["1.900091.H38"], []),
    ],
)
def test_letters_may_be_left_out_but_not_exchanged(code, known, found):
    assert find_code(code, known) == found
