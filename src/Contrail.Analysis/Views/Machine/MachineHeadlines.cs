using System.Globalization;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Machine;

/// <summary>The operating system's figures in a few sentences.</summary>
internal static class MachineHeadlines
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>The sentences about what is known.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="steps">The groups that limit the process.</param>
    /// <param name="processorCount">How many processors the process has; 0 if unknown.</param>
    public static IEnumerable<string> Of(FigureHistory figures, MachineSteps steps, int processorCount)
    {
        if (Seconds(figures.Process, "UserTime") is { } user && Seconds(figures.Process, "SystemTime") is { } system)
        {
            string of = processorCount > 0 ? $" of {processorCount}" : "";
            string waited = Seconds(figures.Process, "RunQueueDelay") is { } waiting
                ? $"; {Number(waiting)} of its threads on average waited for one"
                : "";
            yield return $"The process used {Number(user + system)}{of} processors on average ({Number(user)} in user "
                + $"code, {Number(system)} in the kernel){waited}.";
        }

        foreach (string line in QuotaOf(steps.QuotaGroup).Concat(MemoryOf(figures, steps)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> QuotaOf(FigureGroup? group)
    {
        if (group?.Quota is not { } quota)
        {
            yield break;
        }

        double? throttled = group.Find("ThrottledPeriods")?.Change;
        string often = throttled switch
        {
            null => "whether it throttled the group is unknown",
            0 => "it was not throttled",
            _ when group.ThrottledShare is { } share =>
                $"it was throttled in {ViewText.Percent(share)} of the periods" + TimeOf(group),
            _ => $"it was throttled {ViewText.Counted(throttled.Value, "time")}",
        };
        yield return $"The quota of the control group {group.Subject} is {Number(quota)} processors; {often}.";
    }

    // The kernel adds up the time of each processor on which the group could not run.
    private static string TimeOf(FigureGroup group) => group.Find("ThrottledTime")?.Change is { } nanoseconds
        ? $", for {ViewText.Duration(nanoseconds)} of all its processors together"
        : "";

    private static IEnumerable<string> MemoryOf(FigureHistory figures, MachineSteps steps)
    {
        if (figures.Process?.Find("ResidentBytes") is not { First: { } first, Last: { } last })
        {
            yield break;
        }

        string parts = figures.Process.Find("AnonymousBytes")?.Last is { } anonymous
            ? $", {ViewText.Bytes(anonymous)} of it anonymous"
            : "";
        string limit = steps.MemoryGroup?.Find("MemoryLimit")?.Last is { } most
            && steps.MemoryGroup.Find("MemoryBytes")?.Max is { } used
                ? $"; the control group {steps.MemoryGroup.Subject} used up to {ViewText.Bytes(used)} of "
                    + ViewText.Bytes(most)
                : "";
        yield return $"Resident memory was {ViewText.Bytes(first)} at first and {ViewText.Bytes(last)} at last{parts}"
            + $"{limit}.";
    }

    private static double? Seconds(FigureGroup? group, string column) =>
        group?.Find(column)?.Mean / NanosecondsPerSecond;

    private static string Number(double value) => value.ToString("0.0#", CultureInfo.InvariantCulture);
}
