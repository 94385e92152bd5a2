using Shop.Stage;

namespace Shop.Faults;

/// <summary>A thread fails on a stock that does not exist, which ends the process. The twin skips it.</summary>
internal static class Crash
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new StockTable(scene.IsHealthy)).AddHostedService<StockSynchronization>());

    internal sealed class StockSynchronization(StockTable table) : BackgroundService
    {
        private const int Rounds = 70;

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            new Thread(Synchronize) { IsBackground = true, Name = "stock" }.Start();
            return Task.CompletedTask;
        }

        private void Synchronize()
        {
            for (int round = 0; round <= Rounds; round++)
            {
                Thread.Sleep(100);
                table.Update(round == Rounds ? "zeppelin" : "kite");
            }
        }
    }

    internal sealed class StockTable(bool skipsUnknown)
    {
        private readonly Dictionary<string, int> _stock = new() { ["kite"] = 40 };

        public void Update(string product)
        {
            if (!skipsUnknown || _stock.ContainsKey(product))
            {
                _stock[product] = Math.Max(0, _stock[product] - 1);
            }
        }
    }
}
