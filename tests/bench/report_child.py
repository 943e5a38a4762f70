"""One report in a process of its own that imports nothing else: ``-m tests.bench.report_child FILE FOLDER``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from actors.document_analysis.run import run
from actors.document_analysis.spec import DocumentAnalysisParameters
from tests.bench.peak import peak_bytes
from tests.material.job import FolderJob

if __name__ == "__main__":
    path, folder = map(Path, sys.argv[1:])
    job = FolderJob(folder, path)
    result = run(DocumentAnalysisParameters(file_id=job.file_id(path)), job)
    print(json.dumps({
        "words": result.counts["words"], "peak_mb": peak_bytes() / 1e6, "cpu_s": time.process_time(),
    }))  # fmt: skip
