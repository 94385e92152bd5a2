using System.Collections.Concurrent;
using Shop.Stage;

namespace Shop.Cpu;

/// <summary>Fifty watches look for changes every millisecond. The twin looks every second.</summary>
internal static class BusyTimer
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new WatchInterval(TimeSpan.FromMilliseconds(scene.IsHealthy ? 1000 : 1)))
            .AddHostedService<PriceWatcher>());

    internal sealed record WatchInterval(TimeSpan Value);

    internal sealed class PriceWatcher(WatchInterval interval) : BackgroundService
    {
        private const int WatchCount = 50;

        private readonly string[] _products = [.. Enumerable.Range(0, 800).Select(number => $"product {number}")];
        private readonly ConcurrentDictionary<string, double> _prices = new();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Timer[] watches = [.. Enumerable.Range(0, WatchCount)
                .Select(_ => new Timer(CheckPrices, null, interval.Value, interval.Value))];
            await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Array.ForEach(watches, watch => watch.Dispose());
        }

        private void CheckPrices(object? state)
        {
            foreach (string product in _products)
            {
                _prices.AddOrUpdate(product, 1, (_, price) => Math.Sqrt(price + 1));
            }
        }
    }
}
