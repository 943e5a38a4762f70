"""Where the packaged application begins."""

import sys

from desktop.app import main

sys.exit(main())
