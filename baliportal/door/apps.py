"""The app of the editors' door."""

from django.apps import AppConfig, apps
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save


class DoorConfig(AppConfig):
    """Passwords, second factors and sessions of the desk."""

    name = "baliportal.door"

    def ready(self) -> None:
        """Connect the receivers of log-ins, and of what the audit log tells."""
        from axes.signals import user_locked_out
        from django.contrib.auth.models import Group, User
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
        from django_otp.plugins.otp_totp.models import TOTPDevice

        from baliportal.door import audit, sessions

        user_logged_in.connect(sessions.begin)
        user_logged_in.connect(audit.on_log_in)
        user_logged_out.connect(audit.on_log_out)
        user_login_failed.connect(audit.on_log_in_failed)
        user_locked_out.connect(audit.on_pause)
        pre_save.connect(audit.before_account, sender=User)
        post_save.connect(audit.on_account, sender=User)
        post_save.connect(sessions.on_account, sender=User)
        post_delete.connect(audit.on_account_deleted, sender=User)
        post_delete.connect(sessions.on_account_deleted, sender=User)
        post_save.connect(audit.on_group, sender=Group)
        post_delete.connect(audit.on_group_deleted, sender=Group)
        for field in (User.groups, User.user_permissions, Group.permissions):
            m2m_changed.connect(audit.on_rights, sender=field.through)
        post_save.connect(audit.on_second_factor, sender=TOTPDevice)
        post_delete.connect(audit.on_second_factor_deleted, sender=TOTPDevice)
        report = apps.get_model("reports", "Report")
        pre_save.connect(audit.before_report, sender=report)
        post_save.connect(audit.on_report, sender=report)
        post_delete.connect(audit.on_report_deleted, sender=report)
