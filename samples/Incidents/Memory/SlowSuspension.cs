using System.Runtime.InteropServices;
using Shop.Stage;

namespace Shop.Memory;

/// <summary>
/// A native scan of an image runs without a transition, so that no collection can start meanwhile. The twin has one.
/// </summary>
internal static class SlowSuspension
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new Scanner(scene.IsHealthy)).AddHostedService<ScannerService>()
            .AddHostedService<ReceiptService>());

    /// <summary>Allocates as a service does, so that collections run.</summary>
    internal sealed class ReceiptService : BackgroundService
    {
        private List<string> _receipts = [];

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(5));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                _receipts = [.. Enumerable.Range(0, 4_000).Select(number => $"receipt {number}")];
            }
        }
    }

    internal sealed class ScannerService(Scanner scanner) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
            () => ReadImages(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        private void ReadImages(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                scanner.CountKnownPixels();
                Thread.Sleep(60);
            }
        }
    }

    internal sealed class Scanner
    {
        private const int PixelCount = 3_000_000;
        private const int PaletteSize = 250;

        private readonly bool _hasTransition;
        private readonly nint _image = Marshal.AllocHGlobal((PixelCount + 1) * sizeof(int));
        private readonly nint _palette = Marshal.AllocHGlobal((PaletteSize + 1) * sizeof(int));

        public Scanner(bool hasTransition)
        {
            _hasTransition = hasTransition;
            Marshal.Copy([.. Enumerable.Repeat(PaletteSize, PixelCount), 0], 0, _image, PixelCount + 1);
            Marshal.Copy([.. Enumerable.Range(1, PaletteSize), 0], 0, _palette, PaletteSize + 1);
        }

        public nuint CountKnownPixels() => _hasTransition ? Count(_image, _palette) : CountDirectly(_image, _palette);

        // Compares each pixel with all colors: some hundreds of milliseconds.
        [DllImport("libc", EntryPoint = "wcsspn")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern nuint Count(nint image, nint palette);

        [DllImport("libc", EntryPoint = "wcsspn")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        [SuppressGCTransition]
        private static extern nuint CountDirectly(nint image, nint palette);
    }
}
