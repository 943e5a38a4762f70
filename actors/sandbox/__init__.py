"""One child process per job, started warm, bounded and stopped for certain."""
