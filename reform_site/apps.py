from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ReformSiteConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "reform_site"
    verbose_name = _("Trang điều hành cải cách hành chính")


class ReformAdminConfig(AdminConfig):
    default_site = "reform_site.admin_site.ReformAdminSite"
