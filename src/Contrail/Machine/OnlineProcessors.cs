using System.Globalization;

namespace Contrail.Machine;

/// <summary>Reads the list of processors that are online, <c>/sys/devices/system/cpu/online</c>.</summary>
internal static class OnlineProcessors
{
    /// <summary>The file of the kernel.</summary>
    public const string Path = "/sys/devices/system/cpu/online";

    /// <summary>The largest number of processors that Linux can be built for (<c>CONFIG_NR_CPUS</c>).</summary>
    private const int MaxCount = 8192;

    /// <summary>The numbers of a list; of an invalid list, those up to the invalid part.</summary>
    public static IReadOnlyList<int> Parse(string untrusted)
    {
        List<int> numbers = [];
        foreach (string range in untrusted.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-', 2);
            if (!TryParse(ends[0], out int first) || !TryParse(ends[^1], out int last) || first > last)
            {
                break;
            }

            numbers.AddRange(Enumerable.Range(first, last - first + 1).Take(MaxCount - numbers.Count));
        }

        return numbers;
    }

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < MaxCount;
}
