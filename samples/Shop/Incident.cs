namespace Contrail.Samples.Shop;

/// <summary>
/// An incident of two seconds that a recording can show: a thread holds the store's lock, many collections are induced,
/// and hundreds of payments fail.
/// </summary>
internal sealed class Incident(Store store)
{
    private static readonly TimeSpan StormLasts = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StockTakingLasts = TimeSpan.FromSeconds(1.5);
    private const int PaymentsLost = 300;

    public async Task HappenAsync()
    {
        Console.WriteLine("incident begins: garbage, a slow lock, lost payments");
        await Task.WhenAll(
            OnItsOwnThread(() => store.TakeStock(StockTakingLasts)),
            OnItsOwnThread(() => GarbageStorm.Rage(StormLasts)),
            OnItsOwnThread(LosePayments));
        Console.WriteLine("incident ends");
    }

    private static void LosePayments()
    {
        for (int payment = 1; payment <= PaymentsLost; payment++)
        {
            try
            {
                throw new TimeoutException($"Payment {payment} was not confirmed.");
            }
            catch (TimeoutException)
            {
                Thread.Sleep(5);
            }
        }
    }

    private static Task OnItsOwnThread(Action trouble) => Task.Factory.StartNew(
        trouble, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
