using System.Text.RegularExpressions;
using Shop.Stage;

namespace Shop.Faults;

/// <summary>
/// The start compiles hundreds of patterns and a static constructor waits for a price list. The twin does neither.
/// </summary>
internal static class SlowStart
{
    public static async Task RunAsync(Scene scene)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new PatternLibrary(scene.IsHealthy ? 0 : 800));
        WebApplication application = builder.Build();
        application.MapGet("/match/{text}", (string text, PatternLibrary library) => library.IsKnown(text));
        application.Urls.Add("http://127.0.0.1:0");
        if (!scene.IsHealthy)
        {
            _ = PriceList.Instance.Count;
        }

        application.Services.GetRequiredService<PatternLibrary>().IsKnown("a blue kite");
        await application.StartAsync(CancellationToken.None);
        Scene.Ready();
        await scene.Wait(Timeout.InfiniteTimeSpan);
        await application.StopAsync(new CancellationToken(canceled: true));
    }

    internal sealed class PatternLibrary(int count)
    {
        private readonly Regex[] _patterns = [.. Enumerable.Range(0, count)
            .Select(number => new Regex(
                $"^(a|b)*{number}(kite|glider|x{{2,{number % 5 + 3}}})$", RegexOptions.Compiled))];

        public bool IsKnown(string text) => Array.Exists(_patterns, pattern => pattern.IsMatch(text));
    }

    internal sealed class PriceList
    {
        public static readonly PriceList Instance = new();

        private readonly string[] _rows;

        private PriceList()
        {
            using ManualResetEventSlim loaded = new();
            string[] rows = [];
            new Thread(() =>
            {
                Thread.Sleep(1500);
                rows = ["kite;19.90", "glider;49.00"];
                loaded.Set();
            }).Start();
            loaded.Wait();
            _rows = rows;
        }

        public int Count => _rows.Length;
    }
}
