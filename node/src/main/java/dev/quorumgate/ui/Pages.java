package dev.quorumgate.ui;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.ui.templates.JteclusterGenerated;
import dev.quorumgate.ui.templates.JtefailureGenerated;
import dev.quorumgate.ui.templates.JtegroupGenerated;
import dev.quorumgate.ui.templates.JtegroupsGenerated;
import dev.quorumgate.ui.templates.JtestatusGenerated;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The pages, as UTF-8. Whatever comes from outside is escaped by the templates for the place where it stands; each of them is small
 * enough to be made in memory.
 */
public final class Pages {
    private Pages() {}

    /**
     * The list of groups; lines to try where there are none yet.
     *
     * @param telemetryPath of the scrape, with its leading slash
     */
    public static byte[] groups(Frame frame, GroupsPage page, String telemetryPath) {
        return rendered(out -> JtegroupsGenerated.render(out, null, frame, page, telemetryPath));
    }

    /** One group, opened. */
    public static byte[] group(Frame frame, Groups view, Group group, NameRules names) {
        GroupView opened = GroupView.of(view, group, names);
        return rendered(out -> JtegroupGenerated.render(out, null, frame, opened));
    }

    public static byte[] cluster(Frame frame, ClusterPage page) {
        return rendered(out -> JteclusterGenerated.render(out, null, frame, page));
    }

    public static byte[] status(Frame frame, StatusPage page) {
        return rendered(out -> JtestatusGenerated.render(out, null, frame, page));
    }

    /** Says why there is no such page. */
    public static byte[] failure(Frame frame, String title, String text) {
        return rendered(out -> JtefailureGenerated.render(out, null, frame, title, text));
    }

    private static byte[] rendered(Consumer<HtmlTemplateOutput> template) {
        StringOutput out = new StringOutput(32 << 10);
        template.accept(new OwaspHtmlTemplateOutput(out));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
