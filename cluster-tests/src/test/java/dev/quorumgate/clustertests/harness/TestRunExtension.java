package dev.quorumgate.clustertests.harness;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test, and the class when a {@code @BeforeAll} asks, a {@link TestRun} and ends it with the test, whatever
 * became of that. A failure is told together with the last lines of each node's log.
 */
final class TestRunExtension
        implements ParameterResolver, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(TestRunExtension.class);

    /** The nodes' own words, as a part of the stack trace of a failure. */
    private static final class NodesSaid extends Exception {
        private static final long serialVersionUID = 1;

        NodesSaid(String evidence) {
            super(evidence, null, false, false);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestRun.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context)
                .getOrComputeIfAbsent(context.getUniqueId(), id -> new TestRun(folderName(context)), TestRun.class);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        tell(context, failure);
        throw failure;
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        tell(context, failure);
        throw failure;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        tell(context, failure);
        throw failure;
    }

    private static void tell(ExtensionContext context, Throwable failure) {
        if (failure instanceof TestAbortedException) {
            return;
        }
        for (ExtensionContext each = context;
                each != null;
                each = each.getParent().orElse(null)) {
            TestRun run = store(each).get(each.getUniqueId(), TestRun.class);
            if (run != null) {
                failure.addSuppressed(new NodesSaid(run.evidenceOfFailure()));
            }
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** {@code TestClass/testMethod}, with the display name's words where one method has several invocations. */
    private static Path folderName(ExtensionContext context) {
        String className = context.getRequiredTestClass().getSimpleName();
        String method = context.getTestMethod().map(each -> each.getName()).orElse("all");
        boolean isOneOfSeveral =
                context.getTestMethod().isPresent() && !context.getDisplayName().startsWith(method + "(");
        String name = isOneOfSeveral ? method + "-" + slug(context.getDisplayName()) : method;
        return Path.of(className, name);
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
