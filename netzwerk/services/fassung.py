"""Two people change the same record: the second one learns it before anything is lost."""


class ZwischenzeitlichGeaendert(Exception):
    """Somebody saved the record after this form was opened; carries the version now stored."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version
