"""One child process per job, started warm, bounded and stopped for certain.

The worker's threads hand their jobs to ``Sandbox.run``. Behind it stands a forkserver (``forkserver.py``), a
single-threaded process with the kinds' heavy imports loaded, which alone forks, stops and reaps; each job is
its child (``child.py``). Nobody else ever signals a job by its process id, so no reused id can be hit.

    worker thread --one socket per job: task in, progress and result out--> child --> whatever it starts
          |                                                                  ^
          +-------one socket per job: stop orders in, end reports out--> forkserver
"""

from actors.sandbox.protocol import Answer, Question
from actors.sandbox.sandbox import Sandbox
from actors.sandbox.stop import StopReason, StopSignal
from actors.sandbox.task import InputFile, Outcome, Task

__all__ = ["Answer", "InputFile", "Outcome", "Question", "Sandbox", "StopReason", "StopSignal", "Task"]
