using System.Globalization;
using Shop.Stage;

namespace Shop.Faults;

/// <summary>An import detects invalid quantities by catching exceptions. The twin tries to parse.</summary>
internal static class ExceptionStorm
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new QuantityParser(() => scene.IsHealthy)).AddHostedService<OrderImport>());

    internal sealed class OrderImport(QuantityParser parser) : BackgroundService
    {
        private const int RowsPerTick = 20;

        private int _total;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                ImportBatch();
            }
        }

        private void ImportBatch()
        {
            for (int row = 0; row < RowsPerTick; row++)
            {
                _total = unchecked(_total + parser.Parse(row % 4 == 0 ? "12" : "n/a"));
            }
        }
    }

    internal sealed class QuantityParser(Func<bool> isTolerant)
    {
        public int Parse(string text)
        {
            if (isTolerant())
            {
                return int.TryParse(text, CultureInfo.InvariantCulture, out int value) ? value : 0;
            }

            try
            {
                return int.Parse(text, CultureInfo.InvariantCulture);
            }
            catch (FormatException)
            {
                return 0;
            }
        }
    }
}
