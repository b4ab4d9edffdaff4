"""The causes of delay that an office starts with; it may rename, add to and retire them."""

from django.db import migrations

CAUSES = [
    ("cho-huong-dan", "objective", "Chờ hướng dẫn, quy định của cấp trên", "Waiting for guidance or rules from above"),
    ("cho-phoi-hop", "objective", "Chờ ý kiến, số liệu của cơ quan phối hợp", "Waiting for coordinating agencies"),
    ("kinh-phi", "objective", "Chưa được bố trí kinh phí", "No budget allocated yet"),
    ("ky-thuat", "objective", "Sự cố kỹ thuật, hệ thống thông tin", "Technical failure of an information system"),
    ("bat-kha-khang", "objective", "Thiên tai, dịch bệnh, bất khả kháng", "Disaster, epidemic, force majeure"),
    ("trien-khai-cham", "subjective", "Triển khai chậm, chưa bám sát kế hoạch", "Slow start, plan not followed"),
    ("phoi-hop-kem", "subjective", "Phối hợp giữa các đơn vị chưa chặt chẽ", "Poor coordination between units"),
    ("thieu-nhan-luc", "subjective", "Bố trí nhân lực chưa phù hợp", "Staff not assigned as needed"),
    ("cham-cap-nhat", "subjective", "Chậm thao tác, cập nhật trên hệ thống", "Late entry in the system"),
]


def add(apps, schema_editor):
    cause = apps.get_model("tasks", "DelayCause")
    for code, group, name, name_en in CAUSES:
        cause.objects.get_or_create(
            code=code, defaults={"group": group, "name": name, "name_en": name_en}
        )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_thread")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
