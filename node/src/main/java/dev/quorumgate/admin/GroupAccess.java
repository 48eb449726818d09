package dev.quorumgate.admin;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.PushRules;

/**
 * Where groups are read and written, and by which rules: those of the node that is asked.
 *
 * @param names that metrics and labels may have
 * @param rules that pushes are held against
 * @param bodyBytesMax of a push
 */
public record GroupAccess(GroupsReader reader, CommandLog log, NameRules names, PushRules rules, int bodyBytesMax) {}
