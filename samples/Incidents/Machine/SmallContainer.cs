using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Shop.Stage;

namespace Shop.Machine;

/// <summary>Programs that need more memory than the limit of their control group. Their twins need less.</summary>
internal static class SmallContainer
{
    private const int PageBytes = 4096;
    private const int Megabyte = 1 << 20;

    /// <summary>A cache of decoded pictures has nearly the size of the limit.</summary>
    public static Task RunCacheAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new PictureCache(scene.IsHealthy ? 40 : 172)).AddHostedService<PictureService>());

    /// <summary>A mapped price index is larger than the limit. The twin's fits.</summary>
    public static Task RunIndexAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new PriceIndex(scene.IsHealthy ? 50 : 450)).AddHostedService<PriceService>());

    /// <summary>Native memory, as that of image libraries: the collector's own limit does not count it.</summary>
    internal sealed class PictureCache(int megabytes)
    {
        private readonly nint[] _pictures = new nint[megabytes];
        private readonly byte[] _decoded = new byte[Megabyte];
        private int _next;

        public void Draw()
        {
            ref nint picture = ref _pictures[_next++ % _pictures.Length];
            if (picture == 0)
            {
                picture = Marshal.AllocHGlobal(Megabyte);
            }

            _decoded.AsSpan().Fill((byte)_next);
            Marshal.Copy(_decoded, 0, picture, Megabyte);
        }

        public void Fill()
        {
            for (int count = 0; count < _pictures.Length; count++)
            {
                Draw();
            }
        }
    }

    internal sealed class PictureService(PictureCache cache) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            cache.Fill();
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                cache.Draw();
            }
        }
    }

    /// <summary>Prices by number, in a file that is mapped.</summary>
    internal sealed class PriceIndex : IDisposable
    {
        private readonly int _pageCount;
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _prices;

        public PriceIndex(int megabytes)
        {
            string path = Path.Combine(Path.GetTempPath(), $"prices-{Environment.ProcessId}.idx");
            _pageCount = megabytes * (Megabyte / PageBytes);
            using (FileStream written = File.Create(path))
            {
                byte[] block = new byte[Megabyte];
                for (int count = 0; count < megabytes; count++)
                {
                    Random.Shared.NextBytes(block);
                    written.Write(block);
                    written.Flush(flushToDisk: count % 16 == 0);
                }
            }

            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
            File.Delete(path);
            _prices = _file.CreateViewAccessor();
        }

        public int Find(int number) => _prices.ReadInt32((long)(number % _pageCount) * PageBytes);

        public void Dispose()
        {
            _prices.Dispose();
            _file.Dispose();
        }
    }

    internal sealed class PriceService(PriceIndex index) : BackgroundService
    {
        private const int PricesPerTurn = 300;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                for (int count = 0; count < PricesPerTurn; count++)
                {
                    index.Find(Random.Shared.Next());
                }
            }
        }
    }
}
