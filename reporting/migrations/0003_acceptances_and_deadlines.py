
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_officials'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('reporting', '0002_snapshots_and_mail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField()),
                ('group', models.CharField(blank=True, max_length=100, verbose_name='nhóm số liệu')),
                ('rules', models.JSONField(verbose_name='quy tắc')),
                ('sentence', models.TextField(verbose_name='chênh lệch')),
                ('fingerprint', models.CharField(max_length=64)),
                ('reason', models.TextField(verbose_name='lý do')),
                ('accepted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='chấp nhận lúc')),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chấp nhận')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='agencies.agency', verbose_name='cơ quan')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'chấp nhận chênh lệch',
                'verbose_name_plural': 'chấp nhận chênh lệch',
                'ordering': ['accepted_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AcceptanceWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('withdrawn_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='rút lúc')),
                ('acceptance', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='reporting.acceptance')),
                ('withdrawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người rút')),
            ],
            options={
                'verbose_name': 'rút chấp nhận chênh lệch',
                'verbose_name_plural': 'rút chấp nhận chênh lệch',
                'ordering': ['withdrawn_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PeriodDeadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('province', 'Cấp tỉnh'), ('district', 'Cấp huyện'), ('commune', 'Cấp xã')], max_length=10, verbose_name='cấp')),
                ('due_on', models.DateField(verbose_name='hạn gửi')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deadlines', to='reporting.period', verbose_name='kỳ báo cáo')),
            ],
            options={
                'verbose_name': 'hạn gửi theo cấp',
                'verbose_name_plural': 'hạn gửi theo cấp',
                'ordering': ['period', 'due_on', 'level'],
            },
        ),
        migrations.CreateModel(
            name='PeriodDeadlineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('level', models.CharField(choices=[('province', 'Cấp tỉnh'), ('district', 'Cấp huyện'), ('commune', 'Cấp xã')], max_length=10, verbose_name='cấp')),
                ('due_on', models.DateField(verbose_name='hạn gửi')),
                ('period', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reporting.period', verbose_name='kỳ báo cáo')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reporting.perioddeadline')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='acceptance',
            index=models.Index(fields=['content_type', 'object_id'], name='acceptance_subject'),
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='acceptance_has_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acceptance',
            trigger=pgtrigger.compiler.Trigger(name='acceptance_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a6cc11c06cee96b971a7c22b0c6a88ac0ac6aaf1', operation='UPDATE OR DELETE', pgid='pgtrigger_acceptance_is_never_changed_6ce41', table='reporting_acceptance', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acceptancewithdrawal',
            trigger=pgtrigger.compiler.Trigger(name='withdrawal_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d0bc4c6e3d444d99db6b2f54fb55557083621c51', operation='UPDATE OR DELETE', pgid='pgtrigger_withdrawal_is_never_changed_d9842', table='reporting_acceptancewithdrawal', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='perioddeadline',
            constraint=models.UniqueConstraint(fields=('period', 'level'), name='period_has_one_deadline_per_level', violation_error_message='Cấp này đã có hạn gửi cho kỳ này.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='perioddeadline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_perioddeadlineevent" ("due_on", "id", "level", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."due_on", NEW."id", NEW."level", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='27a4e88ca28bbb32b8d4c47eed268843df87c6dd', operation='INSERT', pgid='pgtrigger_insert_insert_e6e32', table='reporting_perioddeadline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='perioddeadline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_perioddeadlineevent" ("due_on", "id", "level", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."due_on", NEW."id", NEW."level", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='ea240caddaf85623ea141201699714ab9e317c2c', operation='UPDATE', pgid='pgtrigger_update_update_ec471', table='reporting_perioddeadline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='perioddeadline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_perioddeadlineevent" ("due_on", "id", "level", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."due_on", OLD."id", OLD."level", OLD."period_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='e00a3629957474f72eabbaf4a90edc33dd2b8880', operation='DELETE', pgid='pgtrigger_delete_delete_eda95', table='reporting_perioddeadline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='perioddeadlineevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='491114e201bec3ab6bd24782b348e5192313e739', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f81a7', table='reporting_perioddeadlineevent', when='BEFORE')),
        ),
    ]
