package dev.quorumgate.http;

import java.util.Map;
import java.util.TreeMap;

/** Our own API. {@code openapi.json} describes it, and a test holds the two together. */
final class ApiV2Routes {
    static final String BASE = "/api/v2";

    /** The path of one group, of any number of labels; OpenAPI has no way to write that. */
    static final String ONE_GROUP = "/groups/job/{job}";

    private final GroupRoutesV2 groups;
    private final NodeRoutesV2 node;
    private final MultiPushRoute push;
    private final OwnSite own;
    private final OpenApi openApi;

    ApiV2Routes(GroupRoutesV2 groups, NodeRoutesV2 node, MultiPushRoute push, OwnSite own, String prefix) {
        this.groups = groups;
        this.node = node;
        this.push = push;
        this.own = own;
        this.openApi = new OpenApi(prefix + BASE);
    }

    /** By path below {@link #BASE}, as OpenAPI writes it. */
    Map<String, Resource> templates() {
        Map<String, Resource> templates = new TreeMap<>();
        templates.put(
                "/groups",
                deletable(
                        new Resource.Endpoint("api/v2/groups", groups::list),
                        new Resource.Endpoint("api/v2/groups", groups::deleteMatching)));
        templates.put(
                ONE_GROUP,
                deletable(
                        new Resource.Endpoint("api/v2/group", groups::one),
                        new Resource.Endpoint("api/v2/group", groups::deleteOne)));
        templates.put(
                "/push",
                new Resource("OPTIONS, POST", Map.of("POST", own.only(new Resource.Endpoint("api/v2/push", push)))));
        templates.put("/cluster", Resource.readable("api/v2/cluster", node::cluster));
        templates.put("/status", Resource.readable("api/v2/status", node::status));
        templates.put("/openapi.json", Resource.readable("api/v2/openapi", openApi));
        return templates;
    }

    /** By path below the prefix. */
    Map<String, Resource> resources() {
        Map<String, Resource> resources = new TreeMap<>();
        templates().forEach((path, resource) -> {
            if (!path.equals(ONE_GROUP)) {
                resources.put(BASE + path, resource);
            }
        });
        return resources;
    }

    /** The paths of single groups. */
    Resource.Area group() {
        Resource resource = templates().get(ONE_GROUP);
        if (resource == null) {
            throw new IllegalStateException("no resource for " + ONE_GROUP);
        }
        return new Resource.Area(GroupRoutesV2::matches, resource);
    }

    private Resource deletable(Resource.Endpoint get, Resource.Endpoint delete) {
        return new Resource("DELETE, GET, OPTIONS", Map.of("GET", get, "HEAD", get, "DELETE", own.only(delete)));
    }
}
