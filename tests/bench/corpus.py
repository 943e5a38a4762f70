"""PDFs that nobody here wrote: manuals, lecture notes and articles that Debian packages carry, and what is here."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

#: Package -> files in it. Makers: pdfTeX, Texinfo, XeTeX with Chinese, LaTeX by Sphinx and dblatex, groff, reportlab.
DEBIAN = {
    "debian-faq": ["debian-faq.en.pdf.gz"],
    "debian-policy": ["policy.pdf.gz", "fhs-3.0.pdf.gz"],
    "debian-reference-zh-cn": ["debian-reference.zh-cn.pdf"],
    "developers-reference": ["developers-reference.pdf"],
    "expeyes-doc-en": ["en-eyesj.pdf"],
    "freefem-doc": ["freefem.pdf"],
    "gnuplot-doc": ["gnuplot.pdf"],
    "graphviz-doc": ["dotguide.pdf.gz", "libguide.pdf.gz", "Agraph.pdf.gz", "neatoguide.pdf.gz", "dot.1.pdf.gz"],
    "maint-guide-zh-cn": ["maint-guide.zh-cn.pdf"],
    "maxima-doc": ["maximabook-19-Sept-2004.pdf.gz"],
    "octave-doc": ["refcard-a4.pdf", "liboctave.pdf"],
    "python-reportlab-doc": ["reportlab-userguide.pdf"],
    "r-doc-pdf": ["R-intro.pdf", "R-lang.pdf", "R-FAQ.pdf", "R-data.pdf"],
    "r-cran-seriation": ["seriation.pdf"],
    "r-cran-zoo": ["zoo.pdf"],
    "texlive-lang-chinese": ["lshort-zh-cn.pdf", "cnbook.pdf", "latex-notes-zh-cn.pdf"],
    "yorick-doc": ["yorick.pdf.gz"],
    "zsh-doc": ["zsh.pdf"],
}
_OWN_PLACES = (Path("/usr/share/doc"),)


def cache_folder() -> Path:
    """Return where the files are kept: ``SLUICE_BENCH_CACHE`` or a folder in the user's cache."""
    return Path(os.environ.get("SLUICE_BENCH_CACHE") or Path.home() / ".cache" / "sluice-bench")


def foreign_pdfs(*, download: bool = False) -> list[Path]:
    """Return what PDFs of other makers there are; says what is missing.

    Args:
        download: fetch missing Debian packages with apt-get (about a hundred MB in all).
    """
    folder = cache_folder() / "pdf"
    out = []
    missing = []
    for package, names in DEBIAN.items():
        wanted = [folder / name.removesuffix(".gz") for name in names]
        if download and not all(path.exists() for path in wanted):
            _fetch(package, names, folder)
        out += [path for path in wanted if path.exists()]
        if not all(path.exists() for path in wanted):
            missing.append(package)
    for place in _OWN_PLACES:
        out += sorted(path for path in place.glob("**/*.pdf") if path.stat().st_size > 20_000) if place.exists() else []
    if missing:
        print(f"  not here: {', '.join(missing)} (python -m tests.bench.corpus fetches them where apt-get can)")
    return out


def _fetch(package: str, names: list[str], folder: Path) -> None:
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sluice-corpus-") as name:
        place = Path(name)
        place.chmod(0o755)
        loaded = subprocess.run(["apt-get", "download", package], cwd=place, capture_output=True, check=False)
        archives = list(place.glob("*.deb"))
        if loaded.returncode or not archives:
            return
        subprocess.run(["dpkg-deb", "-x", str(archives[0]), str(place / "out")], check=True)
        for wanted in names:
            for found in (path for path in (place / "out").rglob(wanted) if path.is_file()):
                if found.stat().st_size:
                    data = found.read_bytes()
                    (folder / wanted.removesuffix(".gz")).write_bytes(
                        gzip.decompress(data) if wanted.endswith(".gz") else data
                    )
                    break


def main() -> None:
    """Fetch what can be fetched and list it."""
    for path in foreign_pdfs(download=True):
        print(f"  {path.stat().st_size // 1000:>6} kB  {path}")


if __name__ == "__main__":
    main()
