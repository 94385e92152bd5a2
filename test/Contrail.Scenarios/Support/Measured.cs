using System.Globalization;
using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>
/// Figures that the scenarios measure: in the output of the test, and all together in
/// <c>artifacts/scenarios/measured.txt</c>, which is overwritten by each run.
/// </summary>
public static class Measured
{
    private static readonly object Gate = new();
    private static readonly string File = Begin();

    /// <summary>Writes a line.</summary>
    public static void Report(ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        lock (Gate)
        {
            System.IO.File.AppendAllText(File, line + '\n');
        }
    }

    /// <summary>Minimum, median, 90th percentile and maximum, as text.</summary>
    public static string Spread(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"min {sorted[0]:0.0} p50 {Median(sorted):0.0} p90 {At(sorted, 0.9):0.0} "
            + $"max {sorted[^1]:0.0} (n={sorted.Length})");
    }

    /// <summary>The one in the middle; of two, the greater.</summary>
    public static double Median(IEnumerable<double> values) => At([.. values.Order()], 0.5);

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1) + 0.5)];

    private static string Begin()
    {
        string file = Path.Combine(Repository.Artifacts, "scenarios", "measured.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, "");
        return file;
    }
}
