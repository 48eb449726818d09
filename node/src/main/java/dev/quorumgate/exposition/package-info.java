/**
 * What clients push and scrapers read, as bytes: text, protobuf, and the numbers in them.
 *
 * <p>Reading starts at {@link dev.quorumgate.exposition.PushBody}: it takes a request's body from the stream, decoded and
 * within a limit, and hands it to {@link dev.quorumgate.exposition.TextParser} or
 * {@link dev.quorumgate.exposition.ProtobufParser}. Both give families in the words of the model or refuse with a
 * {@link dev.quorumgate.exposition.MalformedPushException}, whose text is the answer. What they let through no scraper will
 * stumble over; what it means for the groups that are there is not decided here.
 *
 * <p>In text, {@code TextParser} goes line by line; {@code CommentLine} and {@code SampleLine} read one by means of the
 * {@code TextScanner} and put it into the {@code OpenFamily} that it belongs to. In protobuf, {@code MetricMessage} walks the
 * fields of a metric by means of the {@code WireReader} and copies them. {@link dev.quorumgate.exposition.Decimals} writes
 * numbers.
 *
 * <p>Writing starts at {@link dev.quorumgate.exposition.ExpositionFormat}, which tells from an {@code Accept} header what a scraper
 * wants. {@code TextEncoder} writes both text formats, {@code TextDialect} knows where they differ, {@code OpenMetricsRules} what
 * OpenMetrics has no form for; {@code ProtobufEncoder} frames what is stored as it is; {@code FamilyEscaper} gives names the
 * form that the scraper asked for.
 *
 * <p>Knows the model, the generated client model, protobuf and snappy; no web server, no group, no configuration.
 */
@NullMarked
package dev.quorumgate.exposition;

import org.jspecify.annotations.NullMarked;
