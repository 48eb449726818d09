package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real Chromium without a window. Ends with the test. Elements are named by CSS selectors; a page may change at any time. */
public final class Browser {
    private static final String CHROMIUM = "/usr/bin/chromium";
    private static final String DRIVER = "/usr/bin/chromedriver";

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    public static Browser open(TestRun run) {
        return open(run, Map.of());
    }

    /** One in which no script runs. */
    public static Browser withoutScript(TestRun run) {
        return open(run, Map.of("profile.managed_default_content_settings.javascript", 2));
    }

    private static Browser open(TestRun run, Map<String, Object> preferences) {
        assumeTrue(new File(CHROMIUM).canExecute(), "skipped: " + CHROMIUM + " is missing");
        assumeTrue(new File(DRIVER).canExecute(), "skipped: " + DRIVER + " is missing");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.setExperimentalOption("prefs", preferences);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--window-size=1280,900",
                "--user-data-dir=" + run.folder("browser"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER))
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        run.atEnd(driver::quit);
        return new Browser(driver);
    }

    public void go(String url) {
        driver.get(url);
    }

    public void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    public String address() {
        return driver.getCurrentUrl();
    }

    public void reload() {
        driver.navigate().refresh();
    }

    /** All that can be read, in the whole page. */
    public String text() {
        return text("body");
    }

    /** What can be read in the first such element, as it is shown; empty if there is none. */
    public String text(String selector) {
        try {
            List<WebElement> found = driver.findElements(By.cssSelector(selector));
            return found.isEmpty() ? "" : found.get(0).getText();
        } catch (StaleElementReferenceException e) {
            return ""; // it has just been replaced: who waits for something looks again
        }
    }

    public int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** How many of them can be seen. */
    public long shown(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .filter(WebElement::isDisplayed)
                .count();
    }

    public String attribute(String selector, String name) {
        return String.valueOf(driver.findElement(By.cssSelector(selector)).getDomAttribute(name));
    }

    /** Clicks when it can be clicked. */
    public void click(String selector) {
        Waiting.until("a click on " + selector, () -> {
            try {
                driver.findElement(By.cssSelector(selector)).click();
                return true;
            } catch (WebDriverException e) {
                return false;
            }
        });
    }

    /** Types into an element behind what is there. */
    public void type(String selector, CharSequence... keys) {
        driver.findElement(By.cssSelector(selector)).sendKeys(keys);
    }

    /** Types where the focus is. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Types instead of what is there. */
    public void retype(String selector, String text) {
        type(selector, Keys.chord(Keys.CONTROL, "a"), text);
    }

    public String value(String selector) {
        return String.valueOf(driver.findElement(By.cssSelector(selector)).getDomProperty("value"));
    }

    /** What a piece of JavaScript returns. */
    public @Nullable Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** Waits until an element's text contains another one. */
    public void await(String selector, String text) {
        Waiting.until(
                "'" + text + "' in " + selector + " of " + address(),
                () -> text(selector).contains(text));
    }

    /** Waits until there are so many such elements. */
    public void awaitCount(String selector, int count) {
        Waiting.until(count + " of " + selector + " in " + address(), () -> count(selector) == count);
    }

    /** Waits until the script of the page has begun its work. */
    public void awaitScript() {
        awaitCount("html[data-ready]", 1);
    }

    /** Chooses colours as the button of the page does. */
    public void theme(String theme) {
        run("document.cookie = 'quorumgate-theme=" + theme + "; path=/'");
    }

    /** A picture of what is in the window. */
    public void picture(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the browser has complained about: scripts that failed, and what the rules of the page have kept out. */
    public List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }
}
