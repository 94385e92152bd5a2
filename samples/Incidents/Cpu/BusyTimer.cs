using Shop.Stage;

namespace Shop.Cpu;

/// <summary>Two hundred watches look for changes every millisecond. The twin looks every second.</summary>
internal static class BusyTimer
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new WatchInterval(TimeSpan.FromMilliseconds(scene.IsHealthy ? 1000 : 1)))
            .AddHostedService<PriceWatcher>());

    internal sealed record WatchInterval(TimeSpan Value);

    internal sealed class PriceWatcher(WatchInterval interval) : BackgroundService
    {
        private const int WatchCount = 200;

        private readonly double[] _prices = new double[5000];

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Timer[] watches = [.. Enumerable.Range(0, WatchCount)
                .Select(_ => new Timer(CheckPrices, null, interval.Value, interval.Value))];
            await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Array.ForEach(watches, watch => watch.Dispose());
        }

        private void CheckPrices(object? state)
        {
            for (int index = 0; index < _prices.Length; index++)
            {
                _prices[index] = Math.Sqrt(_prices[index] + index);
            }
        }
    }
}
