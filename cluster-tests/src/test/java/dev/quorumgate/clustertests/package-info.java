/**
 * Real nodes under faults, judged from outside. How to run one test and read its logs: {@code cluster-tests/DESIGN.md}.
 */
@NullMarked
package dev.quorumgate.clustertests;

import org.jspecify.annotations.NullMarked;
