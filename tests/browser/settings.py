"""The settings of the site, which looks for its static files once: else it does so at each request for one."""

from config.settings import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = True
# Long enough for a run, so that a browser keeps them as it does where they have names of their own.
WHITENOISE_MAX_AGE = 3600
