"""How gunicorn serves the site when it is started here; options given to it go first."""

# A list of 200 MB that comes in slowly holds up one thread; the worker goes on answering others.
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
