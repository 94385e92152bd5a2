using System.Text.Json;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The page of an incident, in a browser: it is opened from a file, and requests nothing.</summary>
public sealed class PageTests(ITestOutputHelper output)
{
    private const string IsReady = "document.documentElement?.dataset.ready === 'true'";
    private const string Focused = "document.activeElement.getAttribute('aria-label') ?? ''";
    private const string FlameStatus = "document.querySelector('.flame-status').textContent";
    private const string Selected = "document.querySelector('#flame .details').textContent";
    private const string SelectedSlice = "document.querySelector('#timeline .details').textContent";

    /// <summary>The pixels of the flame graph, in short.</summary>
    private const string Painted = "document.querySelector('#flame canvas').toDataURL().slice(-4000)";

    /// <summary>What the shop's incident consists of: samples/Shop.</summary>
    private static readonly string[] Culprits = ["GarbageStorm.Rage", "Store.Count", "Incident.LosePayments"];

    [Fact]
    public async Task The_page_of_an_incident_shows_its_culprit_and_is_searched_and_zoomed_by_keyboard()
    {
        using TraceFile trace = new();
        string page = Path.ChangeExtension(trace.FullName, "html");
        await RecordAsync(trace.FullName);
        Ended converted = await ContrailProcess.RunAsync("convert", trace.FullName, "--format", "html", "-o", page);
        Assert.True(converted.ExitCode == 0, converted.Errors);

        await using Browser browser = await Browser.StartAsync();
        await browser.PreferAsync("dark");
        await browser.OpenAsync(page, IsReady);
        await ShowsFirstFindingAsync(browser, trace.FullName);
        await IsSearchedAsync(browser);
        await IsZoomedAsync(browser);
        await MovesOnTheTimelineAsync(browser);
        await browser.PressAsync("t");
        Assert.Equal("light", await browser.EvaluateAsync("document.documentElement.dataset.theme"));
        Assert.Equal("", string.Join('\n', browser.Faults));
        Assert.Equal([new Uri(page).AbsoluteUri], browser.Requests);
    }

    private async Task ShowsFirstFindingAsync(Browser browser, string trace)
    {
        Ended found = await ContrailProcess.RunAsync("findings", "--json", trace);
        using JsonDocument findings = JsonDocument.Parse(found.Output);
        string headline = findings.RootElement.GetProperty("findings")[0].GetProperty("headline").GetString()!;
        string shown = await browser.EvaluateAsync("document.querySelector('.finding.first h3').textContent");
        string at = await browser.EvaluateAsync("performance.getEntriesByName('contrail-shown')[0].startTime");
        output.WriteLine($"shown after {at} ms: {shown}");
        Assert.EndsWith(headline, shown, StringComparison.Ordinal);

        // On a busy machine, other programs can be the first cause.
        string all = await browser.EvaluateAsync("document.querySelector('#findings').textContent");
        Assert.Contains(Culprits, culprit => all.Contains(culprit, StringComparison.Ordinal));
        Assert.Equal("dark", await browser.EvaluateAsync("document.documentElement.dataset.theme"));
    }

    private static async Task IsSearchedAsync(Browser browser)
    {
        await browser.EvaluateAsync("document.querySelector('#flame select').value = 'exceptions'");
        await browser.EvaluateAsync("document.querySelector('#flame select').dispatchEvent(new Event('change'))");
        await browser.PressAsync("/");
        Assert.Equal("Search the flame graph", await browser.EvaluateAsync(Focused));
        await browser.TypeAsync("LosePayments");
        Assert.Matches(
            "^“LosePayments”: [1-9][0-9]* places?, [0-9,]+ exceptions?, ", await browser.EvaluateAsync(FlameStatus));
        await browser.PressAsync("Enter");
        Assert.Contains("LosePayments", await browser.EvaluateAsync(Selected), StringComparison.Ordinal);
    }

    // A method that is zoomed to has the whole width: below the middle of its row is its own call.
    private static async Task IsZoomedAsync(Browser browser)
    {
        await browser.EvaluateAsync("document.querySelector('#flame .canvas').focus()");
        string before = await browser.EvaluateAsync(Painted);
        await browser.PressAsync("Enter");
        await browser.WaitForAsync($"{Painted} !== '{before}'");
        await browser.PressAsync("ArrowUp");
        Assert.DoesNotContain("LosePayments ·", await browser.EvaluateAsync(Selected), StringComparison.Ordinal);
        await browser.PressAsync("Escape");
        Assert.StartsWith("everything ·", await browser.EvaluateAsync(Selected), StringComparison.Ordinal);
    }

    private static async Task MovesOnTheTimelineAsync(Browser browser)
    {
        const string Axis = "document.querySelector('#timeline canvas').toDataURL().length + ''";
        await browser.PressAsync("4", "Tab");
        Assert.Equal("Search the timeline", await browser.EvaluateAsync(Focused));
        await browser.TypeAsync("exception");
        Assert.Matches("^[1-9][0-9]* of [0-9]+ rows match", await browser.EvaluateAsync(
            "document.querySelector('#timeline > p.quiet').textContent"));
        await browser.EvaluateAsync("document.querySelector('#timeline .canvas').focus()");
        await browser.PressAsync("n");
        Assert.NotEqual("", await browser.EvaluateAsync(SelectedSlice));
        string before = await browser.EvaluateAsync(Axis);
        await browser.PressAsync("+", "ArrowRight");
        await browser.WaitForAsync($"{Axis} !== '{before}'");
        await browser.PressAsync("Escape");
        Assert.Equal("", await browser.EvaluateAsync(SelectedSlice));
    }

    private static async Task RecordAsync(string trace)
    {
        await using ShopProcess shop = await ShopProcess.StartAsync("--load 200 --incident-after 2 --seconds 30");
        Ended ended = await ContrailProcess.RunAsync(
            "record", "--pid", $"{shop.Id}", "--duration", "6s", "--force", "-o", trace);
        Assert.True(ended.ExitCode == 0, ended.Errors);
    }
}
