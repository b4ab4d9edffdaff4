from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reform_site import catalogue


class Command(BaseCommand):
    help = "Bring locale/en up to date with the texts in code and templates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is missing")

    def handle(self, *, check: bool, **options: Any) -> None:
        catalog = catalogue.updated("en")
        if not check:
            catalogue.write("en", catalog)
        missing = catalogue.untranslated(catalog)
        for text in missing:
            self.stdout.write(text)
        if missing:
            raise CommandError(f"{len(missing)} texts have no English translation")
        self.stdout.write(f"{len(catalog)} texts, all translated")
