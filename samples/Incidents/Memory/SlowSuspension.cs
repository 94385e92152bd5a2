using System.Runtime.InteropServices;
using Shop.Stage;

namespace Shop.Memory;

/// <summary>
/// A native search of an image runs without a transition, so that no collection can start meanwhile. The twin has one.
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
                scanner.FindCode();
                Thread.Sleep(60);
            }
        }
    }

    internal sealed class Scanner
    {
        private const int ImageBytes = 40_000_000;

        private readonly bool _hasTransition;
        private readonly nint _image = Marshal.AllocHGlobal(ImageBytes);
        private readonly nint _marks = Marshal.StringToHGlobalAnsi("#|=");

        public Scanner(bool hasTransition)
        {
            _hasTransition = hasTransition;
            for (int offset = 0; offset < ImageBytes; offset++)
            {
                Marshal.WriteByte(_image, offset, offset == ImageBytes - 1 ? (byte)0 : (byte)'.');
            }
        }

        public nuint FindCode() => _hasTransition ? Find(_image, _marks) : FindDirectly(_image, _marks);

        [DllImport("libc", EntryPoint = "strcspn")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern nuint Find(nint image, nint marks);

        [DllImport("libc", EntryPoint = "strcspn")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        [SuppressGCTransition]
        private static extern nuint FindDirectly(nint image, nint marks);
    }
}
