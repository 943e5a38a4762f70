"""The HTTP face, wired together: which resource answers at which address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import falcon

from backend.api import problems
from backend.api.artifacts import Artifacts, OneArtifact
from backend.api.drafts import Drafts, DraftVocabulary, OneDraft
from backend.api.files import FileContent, Files, OneFile
from backend.api.guard import LocalCallersOnly
from backend.api.health import Live, Ready
from backend.api.job import AnotherTry, Cancellation, OneJob
from backend.api.jobs import Jobs
from backend.api.kinds import Kinds, OneKind
from backend.api.queue import Queue
from backend.api.request_log import RequestLog
from backend.api.submission import Submissions
from backend.api.waiters import Waiters
from backend.catalogue import Catalogue
from backend.settings import Settings
from backend.storage import Storage

if TYPE_CHECKING:
    from backend.engine.engine import Engine

App = falcon.App[falcon.Request, falcon.Response]


def create_app(engine: Engine, storage: Storage, catalogue: Catalogue, settings: Settings) -> App:
    """Build the WSGI application; nothing is connected or read yet.

    Args:
        engine: the jobs.
        storage: the files.
        catalogue: the kinds.
        settings: limits of requests.
    """
    app: App = falcon.App(middleware=[RequestLog(), LocalCallersOnly(settings.host)])
    app.req_options.strip_url_path_trailing_slash = True
    problems.install(app)

    waiters = Waiters(threads=settings.api_threads, max_wait_s=settings.max_wait_s)
    app.add_route("/v1/jobs", Jobs(engine, Submissions(engine, storage, catalogue), settings, waiters))
    app.add_route("/v1/jobs/{job_id}", OneJob(engine, settings, waiters))
    app.add_route("/v1/jobs/{job_id}/cancel", Cancellation(engine))
    app.add_route("/v1/jobs/{job_id}/retry", AnotherTry(engine))
    app.add_route("/v1/jobs/{job_id}/artifacts", Artifacts(engine))
    app.add_route("/v1/jobs/{job_id}/artifacts/{name}", OneArtifact(engine, storage))
    app.add_route("/v1/files", Files(engine, storage, settings))
    app.add_route("/v1/files/{file_id}", OneFile(engine, storage))
    app.add_route("/v1/files/{file_id}/content", FileContent(engine, storage))
    app.add_route("/v1/drafts", Drafts(engine))
    app.add_route("/v1/drafts/vocabulary", DraftVocabulary())
    app.add_route("/v1/drafts/{draft_id}", OneDraft(engine, storage, settings))
    app.add_route("/v1/kinds", Kinds(catalogue, settings))
    app.add_route("/v1/kinds/{kind}", OneKind(catalogue, settings))
    app.add_route("/v1/queue", Queue(engine))
    app.add_route("/livez", Live())
    app.add_route("/readyz", Ready(engine, storage))
    return app
