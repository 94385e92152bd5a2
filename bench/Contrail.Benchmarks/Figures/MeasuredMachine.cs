using System.Globalization;
using System.Runtime.InteropServices;

namespace Contrail.Benchmarks.Figures;

/// <summary>Where and when something was measured, without which a figure means nothing.</summary>
internal static class MeasuredMachine
{
    public static IEnumerable<string> Facts()
    {
        yield return $"{ProcessorName()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}";
        yield return RuntimeInformation.FrameworkDescription;
        yield return DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        yield return $"load when it ended: {Load()}";
    }

    private static string ProcessorName()
    {
        const string Key = "model name";
        string? line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown";
}
