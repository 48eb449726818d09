"""Pushes with prometheus_client: push.py URL push|pushadd|delete|refused; CREDENTIALS may be USER:PASSWORD."""
import os
import sys

from prometheus_client import (CollectorRegistry, Counter, Gauge, Histogram, Info, Summary, delete_from_gateway,
                               push_to_gateway, pushadd_to_gateway)
from prometheus_client.exposition import basic_auth_handler, default_handler

url, action = sys.argv[1:]
# A slash makes the client use base64, a blank and an umlaut make it use percent signs, nothing at all needs both.
group = {"instance": "host 1", "path": "/var/tmp", "city": "Zürich", "none": ""}
registry = CollectorRegistry()
credentials = os.environ.get("CREDENTIALS")


def handler(url, method, timeout, headers, data):
    if credentials is None:
        return default_handler(url, method, timeout, headers, data)
    return basic_auth_handler(url, method, timeout, headers, data, *credentials.split(":"))


if action == "push":
    Gauge("py_last_success_unixtime", "Last time a batch job finished", registry=registry).set(1.5e9)
    Counter("py_records", "Records read", ["kind"], registry=registry).labels("a\"b\\c\nd").inc(3)
    summary = Summary("py_duration_seconds", "Duration of a batch job", registry=registry)
    summary.observe(2)
    summary.observe(4)
    Histogram("py_size_bytes", "Size of files", buckets=(10, 100), registry=registry).observe(50)
    Info("py_build", "What was built", registry=registry).info({"version": "1.2"})
    push_to_gateway(url, job="python", registry=registry, grouping_key=group, handler=handler)
elif action == "pushadd":
    Gauge("py_more", "Added later", registry=registry).set(7)
    pushadd_to_gateway(url, job="python", registry=registry, grouping_key=group, handler=handler)
elif action == "delete":
    delete_from_gateway(url, job="python", grouping_key=group, handler=handler)
elif action == "refused":
    Gauge("py_records_total", "The type differs from that of the other group", registry=registry).set(1)
    push_to_gateway(url, job="python-refused", registry=registry, handler=handler)
