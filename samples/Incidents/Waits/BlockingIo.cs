using Shop.Stage;

namespace Shop.Waits;

/// <summary>Requests block pool threads while they poll a printer. The twin awaits it.</summary>
internal static class BlockingIo
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton<LabelPrinter>(),
        routes => routes.MapGet("/labels/{id:int}", async (int id, LabelPrinter printer) =>
            scene.IsHealthy ? await printer.PrintAsync(id) : printer.Print(id)),
        60, "/labels/{n}");

    internal sealed class LabelPrinter
    {
        // The pool counts as starved only while no thread takes an item for half a second.
        private const int PollCount = 200;
        private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

        private readonly AutoResetEvent _paperJam = new(false);
        private int _printedCount;

        public string Print(int id)
        {
            for (int poll = 0; poll < PollCount; poll++)
            {
                _paperJam.WaitOne(PollInterval);
            }

            return $"label {id}, number {Interlocked.Increment(ref _printedCount)}";
        }

        public async Task<string> PrintAsync(int id)
        {
            await Task.Delay(PollInterval * PollCount);
            return $"label {id}, number {Interlocked.Increment(ref _printedCount)}";
        }
    }
}
