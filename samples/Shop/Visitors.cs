using System.Diagnostics;

namespace Contrail.Samples.Shop;

/// <summary>The load: so many visits a second, and never more than a queue's length of them at once.</summary>
internal static class Visitors
{
    private const int QueueLength = 64;
    private static readonly TimeSpan DoorOpensEvery = TimeSpan.FromMilliseconds(10);
    private static readonly string[] Wishes = ["kite", "glider", "balloon"];

    public static async Task VisitAsync(Uri shop, double visitsPerSecond, CancellationToken closing)
    {
        using HttpClient client = new() { BaseAddress = shop };
        using SemaphoreSlim places = new(QueueLength);
        long opened = Stopwatch.GetTimestamp();
        long visit = 0;
        while (!closing.IsCancellationRequested)
        {
            await Task.Delay(DoorOpensEvery, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            for (; visit < Stopwatch.GetElapsedTime(opened).TotalSeconds * visitsPerSecond; visit++)
            {
                // Who finds the queue full goes elsewhere: a slow shop is not flooded.
                if (places.Wait(0, CancellationToken.None))
                {
                    _ = VisitAsync(client, visit, places);
                }
            }
        }

        for (int place = 0; place < QueueLength; place++)
        {
            await places.WaitAsync(CancellationToken.None);
        }
    }

    private static async Task VisitAsync(HttpClient client, long visit, SemaphoreSlim places)
    {
        try
        {
            int index = (int)(visit / 3 % Wishes.Length);
            Basket basket = new([new BasketLine(Wishes[index], 1 + (int)(visit % 2))]);
            using HttpResponseMessage answer = (visit % 3) switch
            {
                0 => await client.GetAsync("/products"),
                1 => await client.GetAsync("/products/best"),
                _ => await client.PostAsJsonAsync("/checkout", basket),
            };
            await answer.Content.ReadAsByteArrayAsync();
        }
        catch (HttpRequestException)
        {
            // The shop closed in front of this visitor.
        }
        finally
        {
            places.Release();
        }
    }
}
