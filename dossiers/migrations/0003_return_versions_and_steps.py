import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

#: Rows of one period, agency, role and sector become versions of each other, the one in force last.
NUMBER_VERSIONS = """
    WITH numbered AS (
        SELECT id,
               row_number() OVER cell AS version,
               lag(id) OVER cell AS replaces_id
        FROM dossiers_return
        WINDOW cell AS (
            PARTITION BY period_id, agency_id, agency_role, sector_id
            ORDER BY (status <> 'superseded'), entered_at, id
        )
    )
    UPDATE dossiers_return
    SET version = numbered.version, replaces_id = numbered.replaces_id
    FROM numbered
    WHERE numbered.id = dossiers_return.id AND numbered.version > 1;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_officials'),
        ('dossiers', '0002_initial'),
        ('reporting', '0003_acceptances_and_deadlines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReturnStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('draft', 'Bản nháp'), ('submitted', 'Đã gửi'), ('confirmed', 'Đã xác nhận'), ('published', 'Đã công bố'), ('superseded', 'Đã thay thế')], max_length=10, verbose_name='trạng thái')),
                ('on', models.DateField(verbose_name='ngày')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='nhập lúc')),
            ],
            options={
                'verbose_name': 'bước xử lý biểu',
                'verbose_name_plural': 'bước xử lý biểu',
                'ordering': ['entered_at', 'pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='return',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='return',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='return',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='return',
            name='one_return_in_force',
        ),
        migrations.AddField(
            model_name='return',
            name='apologies',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Thư xin lỗi đã gửi'),
        ),
        migrations.AddField(
            model_name='return',
            name='as_of',
            field=models.DateField(blank=True, null=True, verbose_name='số liệu tính đến ngày'),
        ),
        migrations.AddField(
            model_name='return',
            name='direct',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Trực tiếp'),
        ),
        migrations.AddField(
            model_name='return',
            name='document_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='số, ký hiệu văn bản'),
        ),
        migrations.AddField(
            model_name='return',
            name='is_aggregate',
            field=models.BooleanField(default=False, help_text='Chọn khi số liệu đã gồm các cơ quan, đơn vị cấp dưới.', verbose_name='tổng hợp cả đơn vị trực thuộc'),
        ),
        migrations.AddField(
            model_name='return',
            name='postal',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Dịch vụ bưu chính'),
        ),
        migrations.AddField(
            model_name='return',
            name='replaces',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='dossiers.return', verbose_name='thay thế'),
        ),
        migrations.AddField(
            model_name='return',
            name='returned',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Trả lại'),
        ),
        migrations.AddField(
            model_name='return',
            name='version',
            field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='lần lập'),
        ),
        migrations.AddField(
            model_name='return',
            name='waiting_supplement',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Chờ bổ sung'),
        ),
        migrations.AddField(
            model_name='return',
            name='withdrawn',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Rút hồ sơ'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='apologies',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Thư xin lỗi đã gửi'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='as_of',
            field=models.DateField(blank=True, null=True, verbose_name='số liệu tính đến ngày'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='direct',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Trực tiếp'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='document_number',
            field=models.CharField(blank=True, max_length=60, verbose_name='số, ký hiệu văn bản'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='is_aggregate',
            field=models.BooleanField(default=False, help_text='Chọn khi số liệu đã gồm các cơ quan, đơn vị cấp dưới.', verbose_name='tổng hợp cả đơn vị trực thuộc'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='postal',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Dịch vụ bưu chính'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='replaces',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dossiers.return', verbose_name='thay thế'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='returned',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Trả lại'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='version',
            field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='lần lập'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='waiting_supplement',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Chờ bổ sung'),
        ),
        migrations.AddField(
            model_name='returnevent',
            name='withdrawn',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='Rút hồ sơ'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='return',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dossiers_returnevent" ("agency_id", "agency_role", "apologies", "as_of", "carried_over", "direct", "direct_postal", "document_number", "entered_at", "entered_by_id", "id", "is_aggregate", "note", "online", "pending_in_time", "pending_overdue", "pending_total", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal", "received_total", "replaces_id", "resolved_early", "resolved_on_time", "resolved_overdue", "resolved_total", "returned", "sector_id", "status", "version", "waiting_supplement", "withdrawn") VALUES (NEW."agency_id", NEW."agency_role", NEW."apologies", NEW."as_of", NEW."carried_over", NEW."direct", NEW."direct_postal", NEW."document_number", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."is_aggregate", NEW."note", NEW."online", NEW."pending_in_time", NEW."pending_overdue", NEW."pending_total", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postal", NEW."received_total", NEW."replaces_id", NEW."resolved_early", NEW."resolved_on_time", NEW."resolved_overdue", NEW."resolved_total", NEW."returned", NEW."sector_id", NEW."status", NEW."version", NEW."waiting_supplement", NEW."withdrawn"); RETURN NULL;', hash='c5a8a1449571e11e5c6d8c1f3badb99e8068bf33', operation='INSERT', pgid='pgtrigger_insert_insert_98864', table='dossiers_return', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='return',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dossiers_returnevent" ("agency_id", "agency_role", "apologies", "as_of", "carried_over", "direct", "direct_postal", "document_number", "entered_at", "entered_by_id", "id", "is_aggregate", "note", "online", "pending_in_time", "pending_overdue", "pending_total", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal", "received_total", "replaces_id", "resolved_early", "resolved_on_time", "resolved_overdue", "resolved_total", "returned", "sector_id", "status", "version", "waiting_supplement", "withdrawn") VALUES (NEW."agency_id", NEW."agency_role", NEW."apologies", NEW."as_of", NEW."carried_over", NEW."direct", NEW."direct_postal", NEW."document_number", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."is_aggregate", NEW."note", NEW."online", NEW."pending_in_time", NEW."pending_overdue", NEW."pending_total", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postal", NEW."received_total", NEW."replaces_id", NEW."resolved_early", NEW."resolved_on_time", NEW."resolved_overdue", NEW."resolved_total", NEW."returned", NEW."sector_id", NEW."status", NEW."version", NEW."waiting_supplement", NEW."withdrawn"); RETURN NULL;', hash='a298d4e93a0371d5b1a738b5d1fa3d721dfc58e1', operation='UPDATE', pgid='pgtrigger_update_update_4aee1', table='dossiers_return', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='return',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dossiers_returnevent" ("agency_id", "agency_role", "apologies", "as_of", "carried_over", "direct", "direct_postal", "document_number", "entered_at", "entered_by_id", "id", "is_aggregate", "note", "online", "pending_in_time", "pending_overdue", "pending_total", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal", "received_total", "replaces_id", "resolved_early", "resolved_on_time", "resolved_overdue", "resolved_total", "returned", "sector_id", "status", "version", "waiting_supplement", "withdrawn") VALUES (OLD."agency_id", OLD."agency_role", OLD."apologies", OLD."as_of", OLD."carried_over", OLD."direct", OLD."direct_postal", OLD."document_number", OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."is_aggregate", OLD."note", OLD."online", OLD."pending_in_time", OLD."pending_overdue", OLD."pending_total", OLD."period_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."postal", OLD."received_total", OLD."replaces_id", OLD."resolved_early", OLD."resolved_on_time", OLD."resolved_overdue", OLD."resolved_total", OLD."returned", OLD."sector_id", OLD."status", OLD."version", OLD."waiting_supplement", OLD."withdrawn"); RETURN NULL;', hash='47d72a6bc4a9c030a9c760bb2159a53383d36d86', operation='DELETE', pgid='pgtrigger_delete_delete_c7a18', table='dossiers_return', when='AFTER')),
        ),
        migrations.RunSQL(NUMBER_VERSIONS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'submitted', 'confirmed'))), fields=('period', 'agency', 'agency_role', 'sector', 'is_aggregate'), name='one_return_is_open', nulls_distinct=False, violation_error_message='Cơ quan đã có Biểu II.06 cho kỳ và lĩnh vực này; hãy mở biểu đó để sửa.'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('period', 'agency', 'agency_role', 'sector', 'is_aggregate'), name='one_return_is_published', nulls_distinct=False, violation_error_message='Kỳ và lĩnh vực này đã có biểu được công bố.'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.UniqueConstraint(fields=('period', 'agency', 'agency_role', 'sector', 'is_aggregate', 'version'), name='return_version_is_written_once', nulls_distinct=False, violation_error_message='Cơ quan đã có Biểu II.06 cho kỳ và lĩnh vực này; hãy mở biểu đó để lập bản đính chính.'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replaces', None), ('version', 1)), models.Q(('replaces__isnull', False), ('version__gt', 1)), _connector='OR'), name='return_replaces_one_after_its_first_version'),
        ),
        migrations.AddField(
            model_name='returnstep',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='dossiers.return', verbose_name='báo cáo Biểu II.06'),
        ),
        migrations.AddField(
            model_name='returnstep',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='returnstep',
            trigger=pgtrigger.compiler.Trigger(name='return_step_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c884abb6395ebe97a0d6cbba0f6aaf5a03679b74', operation='UPDATE', pgid='pgtrigger_return_step_is_never_changed_d23c2', table='dossiers_returnstep', when='BEFORE')),
        ),
    ]
