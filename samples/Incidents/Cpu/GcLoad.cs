using Shop.Stage;

namespace Shop.Cpu;

/// <summary>A report grows one string row by row, and keeps all versions until it ends. The twin writes rows.</summary>
internal static class GcLoad
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new ReportService(() => scene.IsHealthy)),
        routes => routes.MapGet("/report", (ReportService reports) => reports.Write().Length),
        8, "/report");

    internal sealed class ReportService(Func<bool> isStreaming)
    {
        private const int RowCount = 800;

        public string Write() => isStreaming()
            ? string.Join('\n', Enumerable.Range(0, RowCount).Select(Row))
            : Concatenate();

        private static string Concatenate()
        {
            List<string[]> versions = [];
            string report = "";
            for (int row = 0; row < RowCount; row++)
            {
                report += Row(row) + "\n";
                versions.Add([.. report.Split('\n')]);
            }

            return versions[^1].Length > 1 ? report : "";
        }

        private static string Row(int row) => $"row {row}: sold {row * 17 % 100}";
    }
}
