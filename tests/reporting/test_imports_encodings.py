"""Vietnamese before Unicode, and Unicode misread: told apart by the syllables that come out."""

from __future__ import annotations

import subprocess

import pytest

from reporting.imports import encodings
from reporting.imports.encodings import encoding_of_bytes, legacy_encoding
from reporting.imports.limits import misread
from reporting.imports.refusals import explain
from tests.files import as_1258, twice

TEXTS = (
    "Cơ quan chủ trì, Sở Nội vụ, thời hạn",
    "Mã hồ sơ;Tên thủ tục hành chính;Trạng thái\n;Cấp giấy phép xây dựng;Đang xử lý",
    "Đăng ký khai sinh; Ủy ban nhân dân huyện Thanh Miện; quyết định; khuyến nghị; Nguyễn Thị Huệ",
)
#: Of TCVN 5712:1993, third set, as its fonts show it in Windows-1252; capitals are another font.
AS_TCVN3 = (
    "C¬ quan chñ tr×, Së Néi vô, thêi h¹n",
    "M· hå s¬;Tªn thñ tôc hµnh chÝnh;Tr¹ng th¸i\n;CÊp giÊy phÐp x©y dùng;§ang xö lý",
    "§¨ng ký khai sinh; ñy ban nh©n d©n huyÖn Thanh MiÖn; quyÕt ®Þnh; khuyÕn nghÞ; NguyÔn ThÞ HuÖ",
)
#: Of VNI for Windows, a letter and its mark.
AS_VNI = (
    "Cô quan chuû trì, Sôû Noäi vuï, thôøi haïn",
    "Maõ hoà sô;Teân thuû tuïc haønh chính;Traïng thaùi\n;Caáp giaáy pheùp xaây döïng;Ñang xöû lyù",
    "Ñaêng kyù khai sinh; Uûy ban nhaân daân huyeän Thanh Mieän; quyeát ñònh; khuyeán nghò; "
    "Nguyeãn Thò Hueä",
)


@pytest.mark.parametrize("text", AS_TCVN3)
def test_tcvn3_is_known(text):
    assert encoding_of_bytes(text.encode("latin-1")) == "TCVN3"
    assert legacy_encoding(text) == "TCVN3"


@pytest.mark.parametrize("text", AS_VNI)
def test_vni_is_known(text):
    assert encoding_of_bytes(text.encode("latin-1")) == "VNI"
    assert legacy_encoding(text) == "VNI"


@pytest.mark.parametrize("text", TEXTS)
def test_the_code_page_of_windows_is_known(text):
    assert encoding_of_bytes(as_1258(text)) == "Windows-1258"
    assert legacy_encoding(as_1258(text).decode("cp1252")) == "Windows-1258"


@pytest.mark.parametrize("text", TEXTS)
def test_utf8_that_was_misread_is_known(text):
    assert legacy_encoding(twice(text).decode()) == "twice"


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "Công tác chỉ đạo, Sở Công Thương",
        "Hà công tác hành chính",
        "SBV, KH2024, plan of the year: naïve café, garçon, crème brûlée, élève, à la carte",
        "Ø 25 ± 3 §4 ¶2 ©",
    ],
)
def test_unicode_and_other_languages_are_none_of_them(text):
    assert legacy_encoding(text) is None


def test_few_words_tell_nothing():
    assert encoding_of_bytes("C¬ quan".encode("latin-1")) is None


def test_the_table_is_that_of_the_standard():
    """As the C library has it."""
    places = bytes(encodings._TCVN3)
    command = ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"]
    try:
        found = subprocess.run(command, input=places, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no iconv that knows TCVN 5712")

    letters = "".join(encodings._TCVN3.values())
    assert [one for one in letters if one != "?"] == [
        one for one in found.decode() if one not in "\u0300\u0301\u0303\u0309\u0323"
    ]


@pytest.mark.parametrize(
    ("name", "wrong", "mend"),
    [
        ("TCVN3", "bảng mã cũ TCVN3", "từ bảng mã TCVN3"),
        ("VNI", "bảng mã cũ VNI", "từ bảng mã VNI"),
        ("Windows-1258", "bảng mã Windows-1258", "1258: Tiếng Việt (Windows)"),
        ("twice", "mở nhầm bảng mã", "65001: Unicode (UTF-8)"),
        ("TCVN3, VNI", "chưa rõ là bảng mã nào (có thể là TCVN3, VNI)", "UniKey"),
    ],
)
def test_each_has_its_own_advice(name, wrong, mend):
    told = explain(misread(name))

    assert wrong in told[0]
    assert mend in told[1]
