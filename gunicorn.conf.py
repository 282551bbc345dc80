"""Production server, read by gunicorn from the working directory.

Threads, because a request that waits for its PDF must not keep the others waiting: with two people printing, two
sync workers served 0.3 pages per second instead of 20, the same two with four threads each still 20.
"""

workers = 2
threads = 4
