"""Reads OpenMetrics from stdin, prints the number of samples, and fails where it is not valid."""

import io
import sys

from prometheus_client.openmetrics.parser import text_fd_to_metric_families

text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="\n")
print(sum(len(family.samples) for family in text_fd_to_metric_families(text)))
