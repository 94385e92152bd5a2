using Shop.Stage;

namespace Shop.Memory;

/// <summary>A batch cleans up with GC.Collect. The twin leaves that to the collector.</summary>
internal static class InducedCollections
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new MemoryCleaner(() => !scene.IsHealthy)).AddHostedService<ThumbnailBatch>());

    internal sealed class ThumbnailBatch(MemoryCleaner cleaner) : BackgroundService
    {
        private readonly Dictionary<int, string> _names = Enumerable.Range(0, 200_000)
            .ToDictionary(number => number, number => $"picture {number}");

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
            for (int batch = 0; await timer.WaitForNextTickAsync(stoppingToken); batch++)
            {
                _names[batch] = $"thumbnail {batch}";
                cleaner.CleanUp();
            }
        }
    }

    internal sealed class MemoryCleaner(Func<bool> isEager)
    {
        public void CleanUp()
        {
            if (isEager())
            {
                GC.Collect();
            }
        }
    }
}
