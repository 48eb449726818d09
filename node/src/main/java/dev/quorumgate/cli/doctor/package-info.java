/**
 * What may be wrong around a cluster. A check looks at one kind of thing and tells findings; start at {@link
 * dev.quorumgate.cli.doctor.Findings}.
 */
@NullMarked
package dev.quorumgate.cli.doctor;

import org.jspecify.annotations.NullMarked;
