"""The settings of the site, which collects its static files elsewhere: another site's are not to be touched."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["STATIC_FOLDER"])
