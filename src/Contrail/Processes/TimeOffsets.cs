using System.Globalization;

namespace Contrail.Processes;

/// <summary>
/// How far the clocks of a time namespace are ahead of the machine's. A process restored from a checkpoint has such a
/// namespace.
/// </summary>
/// <param name="Monotonic">Of the clock that times events.</param>
/// <param name="Boottime">Of the clock that the start times of processes are shown on.</param>
internal readonly record struct TimeOffsets(TimeSpan Monotonic, TimeSpan Boottime)
{
    private const int NanosecondsPerTick = 100;

    /// <summary>Reads <c>timens_offsets</c>: a line for each clock, with seconds and nanoseconds.</summary>
    public static bool TryParse(string untrusted, out TimeOffsets offsets)
    {
        offsets = default;
        foreach (string line in untrusted.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is not [var clock, var secondsText, var nanosecondsText]
                || !int.TryParse(
                    secondsText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seconds)
                || !int.TryParse(
                    nanosecondsText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int nanoseconds))
            {
                return false;
            }

            TimeSpan offset = TimeSpan.FromSeconds(seconds) + new TimeSpan(nanoseconds / NanosecondsPerTick);
            offsets = clock switch
            {
                "monotonic" => offsets with { Monotonic = offset },
                "boottime" => offsets with { Boottime = offset },
                _ => offsets,
            };
        }

        return true;
    }

    /// <summary>
    /// How far the clocks of a process are ahead of the machine's; zero if that is unknown. The file describes the
    /// namespace of the process's children, so it counts where that is also the process's own.
    /// </summary>
    public static TimeOffsets AheadOfMachine(ProcDirectory proc, int pid) =>
        proc.Namespace(pid, "time") is { } own && own == proc.Namespace(pid, "time_for_children")
            && proc.TimeOffsets(pid) is { } text && TryParse(text, out TimeOffsets offsets)
            ? offsets
            : default;

    /// <summary>
    /// How far the clocks of a process are ahead of this process's clocks; zero in the same time namespace, or if
    /// unknown.
    /// </summary>
    public static TimeOffsets Ahead(ProcDirectory proc, int pid)
    {
        int own = Environment.ProcessId;
        return proc.Namespace(pid, "time") is { } theirs && theirs != proc.Namespace(own, "time")
            && proc.TimeOffsets(pid) is { } text && TryParse(text, out TimeOffsets offsets)
            && proc.TimeOffsets(own) is { } ownText && TryParse(ownText, out TimeOffsets ownOffsets)
            ? new TimeOffsets(offsets.Monotonic - ownOffsets.Monotonic, offsets.Boottime - ownOffsets.Boottime)
            : default;
    }
}
