using Shop.Stage;

namespace Shop.Waits;

/// <summary>All orders take one lock, held while a record is written. The twin writes without it.</summary>
internal static class LockConvoy
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new OrderLedger(() => scene.IsHealthy)).AddSingleton<OrderService>(),
        routes => routes.MapGet("/orders/{id:int}", (int id, OrderService orders) => orders.Place(id)),
        60, "/orders/{n}");

    internal sealed class OrderService(OrderLedger ledger)
    {
        public long Place(int id) => ledger.Append($"order {id}");
    }

    internal sealed class OrderLedger(Func<bool> writesOutside)
    {
        private readonly object _ledgerLock = new();
        private long _number;

        public long Append(string line)
        {
            if (writesOutside())
            {
                long number = Interlocked.Increment(ref _number);
                WriteRecord(line, number);
                return number;
            }

            lock (_ledgerLock)
            {
                _number++;
                WriteRecord(line, _number);
                return _number;
            }
        }

        // A disk that takes its time: the lock is held nearly all of it.
        private static void WriteRecord(string line, long number) =>
            Thread.Sleep(line.Length > 0 && number > 0 ? 16 : 0);
    }
}
