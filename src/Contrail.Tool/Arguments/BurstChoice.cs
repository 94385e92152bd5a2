using System.CommandLine;
using System.CommandLine.Parsing;

namespace Contrail.Tool.Arguments;

/// <summary>The options of <c>contrail record</c> for bursts: records of the threads before a snapshot.</summary>
internal static class BurstChoice
{
    private static readonly Option<TimeSpan?> Duration = Parsed.Value<TimeSpan>(
        "--cpu-burst",
        "Before each snapshot, sample the threads of the process for this time, up to 60s, if processors are not "
            + "sampled all the time (--cpu-samples): the snapshot contains it and is taken that much later. A service "
            + "was measured to take a third to a half more CPU time meanwhile. Requires kernel.perf_event_paranoid of "
            + "2 or less, or CAP_PERFMON. Default: none.",
        "2s",
        TryParse);

    private static readonly Option<bool> OffCpu = new("--off-cpu")
    {
        Description = "With --cpu-burst: record how long threads are blocked and where, also while processors are "
            + "sampled all the time. A service was measured to take almost three times the CPU time meanwhile. "
            + "Requires kernel.perf_event_paranoid of 1 or less, or CAP_PERFMON.",
    };

    /// <summary>All options of this group.</summary>
    public static IEnumerable<Option> All { get; } = [Duration, OffCpu];

    /// <summary>Returns why the options are invalid, or null when they are valid.</summary>
    /// <param name="result">The options.</param>
    /// <param name="period">The history that a snapshot has at least; null if it is invalid.</param>
    public static string? WhyNot(CommandResult result, TimeSpan? period)
    {
        if (!Parsed.TryValue(result, Duration, out TimeSpan? duration))
        {
            return null;
        }

        bool hasOffCpu = result.GetValue(OffCpu);
        return hasOffCpu && duration is null
            ? "--off-cpu requires --cpu-burst: it records during bursts only, for example --cpu-burst 2s."
            : duration >= period
            ? "--cpu-burst takes the whole period of a snapshot: set a longer --period."
            : null;
    }

    /// <summary>Whether one of the options is given.</summary>
    public static bool IsGiven(CommandResult result) =>
        All.Any(option => Parsed.IsGiven(result, option));

    /// <summary>The options of the source with bursts.</summary>
    public static EventPipeOptions AddTo(EventPipeOptions options, ParseResult parsed) => options with
    {
        CpuBurst = parsed.GetValue(Duration) ?? TimeSpan.Zero,
        RecordsOffCpu = parsed.GetValue(OffCpu),
    };

    private static bool TryParse(string text, out TimeSpan duration) =>
        Durations.TryParse(text, out duration)
        && duration > TimeSpan.Zero && duration <= EventPipeOptions.MaxCpuBurst;
}
