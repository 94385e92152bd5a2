using Shop.Stage;

namespace Shop.Memory;

/// <summary>Documents are not disposed, and their finalizers wait. The twin disposes them.</summary>
internal static class FinalizerBacklog
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new DocumentService(scene.IsHealthy)).AddHostedService<DocumentImport>());

    internal sealed class DocumentImport(DocumentService documents) : BackgroundService
    {
        private List<string> _lines = [];

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                for (int count = 0; count < 200; count++)
                {
                    documents.Open();
                }

                _lines = [.. Enumerable.Range(0, 10_000).Select(line => $"line {line}")];
            }
        }
    }

    internal sealed class DocumentService(bool disposes)
    {
        public int Open()
        {
            ScannedDocument document = new();
            int length = document.Length;
            if (disposes)
            {
                document.Dispose();
            }

            return length;
        }
    }

    internal sealed class ScannedDocument : IDisposable
    {
        private readonly byte[] _page = new byte[2000];

        ~ScannedDocument() => CloseDevice();

        public int Length => _page.Length;

        public void Dispose() => GC.SuppressFinalize(this);

        private static void CloseDevice() => Thread.Sleep(20);
    }
}
