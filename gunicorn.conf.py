"""Production server, read by gunicorn from the working directory.

Threads, because a request that waits for its PDF must not keep the others waiting: with two people printing, two
sync workers served 0.3 pages per second instead of 20, the same two with four threads each still 20.
"""

workers = 2
threads = 4

# The access log is off unless somebody asks for it, and then without addresses: those of calendars are secret.
access_log_format = "%(h)s %(t)s %(m)s %(s)s %(b)s %(M)sms"
