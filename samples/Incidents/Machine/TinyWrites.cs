using System.Globalization;
using System.Text;
using Shop.Stage;

namespace Shop.Machine;

/// <summary>An export writes each field to a file without a buffer. The twin's file has the usual buffer.</summary>
internal static class TinyWrites
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddSingleton(new OrderExport(scene.IsHealthy)).AddHostedService<ExportService>());

    internal sealed class ExportService(OrderExport export) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                export.Write(rowCount: 2_000);
            }
        }
    }

    internal sealed class OrderExport(bool hasBuffer)
    {
        private const int BufferBytes = 4096;
        private readonly string _path = Path.Combine(Path.GetTempPath(), $"export-{Environment.ProcessId}.csv");

        public void Write(int rowCount)
        {
            using FileStream file = new(
                _path, FileMode.Create, FileAccess.Write, FileShare.Read, hasBuffer ? BufferBytes : 0,
                FileOptions.DeleteOnClose);
            for (int row = 0; row < rowCount; row++)
            {
                WriteField(file, row.ToString(CultureInfo.InvariantCulture));
                WriteField(file, $"product {row * 7919 % 10_007}");
                WriteField(file, "12.90");
                file.WriteByte((byte)'\n');
            }
        }

        private static void WriteField(FileStream file, string text)
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.WriteByte((byte)';');
        }
    }
}
