using Shop.Stage;

namespace Shop.Faults;

/// <summary>A reload, requested with SIGHUP, contains an unknown product. The twin skips it.</summary>
internal static class Crash
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services => services.AddSingleton(scene)
        .AddSingleton(new StockTable(scene.IsHealthy)).AddHostedService<StockSynchronization>());

    internal sealed class StockSynchronization(StockTable table, Scene scene) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            new Thread(Synchronize) { IsBackground = true, Name = "stock" }.Start();
            return Task.CompletedTask;
        }

        private void Synchronize()
        {
            while (true)
            {
                table.Update(scene.HangUp.Wait(100) ? "zeppelin" : "kite");
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
