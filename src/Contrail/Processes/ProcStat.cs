using System.Globalization;

namespace Contrail.Processes;

/// <summary>What we need of <c>/proc/{pid}/stat</c>.</summary>
/// <param name="State">The scheduler's letter; Z and X are dead.</param>
/// <param name="ThreadCount">How many threads the process has.</param>
/// <param name="StartTicks">When it started, in hundredths of a second since the machine did.</param>
internal readonly record struct ProcStat(char State, int ThreadCount, ulong StartTicks)
{
    /// <summary>
    /// The kernel counts start times in hundredths of a second on every architecture that .NET runs on.
    /// </summary>
    public const int TicksPerSecond = 100;

    /// <summary>The number of the field of the start time, from the first after the name.</summary>
    public const int StartTicksIndex = 19;

    // Numbered from the field after the name, which is the third: the state.
    private const int StateIndex = 0;
    private const int ParentPidIndex = 1;
    private const int ThreadCountIndex = 17;

    /// <summary>In place of a process that is not visible.</summary>
    public static ProcStat Unseen { get; } = new('S', 1, 0);

    /// <summary>The process that started it, or took it over when that one ended.</summary>
    public int ParentPid { get; init; }

    /// <summary>Stopped by a signal or a debugger.</summary>
    public bool IsStopped => State is 'T' or 't';

    public bool IsDead => State is 'Z' or 'X' or 'x';

    /// <summary>Reads the line. The name in it may hold anything, also spaces and parentheses.</summary>
    public static bool TryParse(string untrusted, out ProcStat stat)
    {
        stat = default;
        int nameEndIndex = untrusted.LastIndexOf(')');
        if (nameEndIndex < 0)
        {
            return false;
        }

        string[] fields = untrusted[(nameEndIndex + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= StartTicksIndex
            || fields[StateIndex].Length != 1
            || !int.TryParse(fields[ParentPidIndex], CultureInfo.InvariantCulture, out int parentPid)
            || !int.TryParse(fields[ThreadCountIndex], CultureInfo.InvariantCulture, out int threadCount)
            || !ulong.TryParse(fields[StartTicksIndex], CultureInfo.InvariantCulture, out ulong startTicks))
        {
            return false;
        }

        stat = new ProcStat(fields[StateIndex][0], threadCount, startTicks) { ParentPid = parentPid };
        return true;
    }
}
