using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The sample shop does what its first readers are promised.</summary>
public sealed class ShopTests(ITestOutputHelper output)
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    [Fact]
    public async Task Its_incident_shows_as_collections_contention_and_exceptions()
    {
        using TraceFile trace = new();
        await using ShopProcess shop = await ShopProcess.StartAsync("--load 200 --incident-after 2 --seconds 30");
        Task recording = OfficialRecording.RecordAsync(shop.Id, TimeSpan.FromSeconds(6), trace.FullName);
        await shop.WaitForLineAsync("incident begins");
        await shop.WaitForLineAsync("incident ends");
        await recording;

        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        (string, int)[] expected = [("GC/Start", 10), ("Exception/Start", 300), ("Contention/Start", 3)];
        foreach ((string name, int least) in expected)
        {
            long count = reading.CountOf(Runtime, name);
            output.WriteLine($"{name}: {count}");
            Assert.True(count >= least, $"{name}: {count}");
        }
    }

    [Fact]
    public async Task It_answers_sells_until_the_shelf_is_empty_and_closes_by_itself()
    {
        await using ShopProcess shop = await ShopProcess.StartAsync("--seconds 4");
        using HttpClient client = new() { BaseAddress = shop.Address };
        Assert.Contains("kite", await client.GetStringAsync("/products"));
        List<int> statuses = [];
        for (int visit = 0; visit < 3; visit++)
        {
            using StringContent basket = new("""{"lines":[{"product":"kite","count":15}]}""", null, "application/json");
            using HttpResponseMessage answer = await client.PostAsync("/checkout", basket);
            statuses.Add((int)answer.StatusCode);
        }

        Assert.Equal([200, 200, 409], statuses);
        Assert.Equal(0, await shop.WaitForExitAsync());
    }
}
