using System.Runtime.InteropServices;
using Shop.Stage;

namespace Shop.Memory;

/// <summary>
/// A call of the operating system waits without a transition, so that no collection can start. The twin has one.
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
                _receipts = [.. Enumerable.Range(0, 20_000).Select(number => $"receipt {number}")];
            }
        }
    }

    internal sealed class ScannerService(Scanner scanner) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
            () => PollScanner(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        private void PollScanner(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                scanner.WaitForCode();
                Thread.Sleep(10);
            }
        }
    }

    internal sealed class Scanner(bool hasTransition)
    {
        private const int PollMilliseconds = 60;

        public int WaitForCode() => hasTransition ? Poll(0, 0, PollMilliseconds) : PollDirectly(0, 0, PollMilliseconds);

        [DllImport("libc", EntryPoint = "poll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Poll(nint descriptors, nuint count, int milliseconds);

        [DllImport("libc", EntryPoint = "poll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        [SuppressGCTransition]
        private static extern int PollDirectly(nint descriptors, nuint count, int milliseconds);
    }
}
