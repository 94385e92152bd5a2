using System.Globalization;
using Contrail.Processes;

namespace Contrail.Machine.Bursts;

/// <summary>How many file descriptors a burst may use.</summary>
internal static class DescriptorBudget
{
    /// <summary>
    /// The kernel needs more than a KiB for each event, and opening one takes some microseconds: this many are about
    /// 20 MiB, and a fraction of a second.
    /// </summary>
    private const int MaxCount = 16 << 10;

    private const string OpenFiles = "Max open files";

    /// <summary>
    /// Half of the descriptors that this process has left, so that sockets and files can still be opened meanwhile.
    /// </summary>
    public static int Count()
    {
        try
        {
            int usedCount = Directory.EnumerateFileSystemEntries("/proc/self/fd").Take(MaxCount * 2).Count();
            return Of(KernelFile.Read("/proc/self/limits") ?? "", usedCount);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The same from what the kernel reports; 0 if that is not known.</summary>
    /// <param name="limits">The text of <c>/proc/self/limits</c>: a name, the soft and the hard limit.</param>
    /// <param name="usedCount">How many descriptors are open.</param>
    public static int Of(string limits, int usedCount)
    {
        string line = limits.Split('\n').FirstOrDefault(
            one => one.StartsWith(OpenFiles, StringComparison.Ordinal)) ?? OpenFiles;
        string[] fields = line[OpenFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields switch
        {
            ["unlimited", ..] => MaxCount,
            [var soft, ..] when long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) =>
                (int)Math.Clamp((limit - usedCount) / 2, 0, MaxCount),
            _ => 0,
        };
    }
}
