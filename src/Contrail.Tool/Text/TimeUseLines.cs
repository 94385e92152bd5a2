using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Machine;

namespace Contrail.Tool.Text;

/// <summary>Describes where the time of a process went: one line for all, and a line for each use.</summary>
internal static class TimeUseLines
{
    private const double NanosecondsPerSecond = 1e9;

    private static readonly (TimeUse Use, string Text)[] Averages =
    [
        (TimeUse.User, "processors on average ran user code of the process"),
        (TimeUse.System, "processors on average ran the kernel for it"),
        (TimeUse.Waiting, "threads on average waited for a processor"),
        (TimeUse.Blocked, "threads on average were blocked, or had nothing to do"),
    ];

    private static readonly (TimeUse Use, string Text)[] Unknowns =
    [
        (TimeUse.User, "running"), (TimeUse.Waiting, "waiting for a processor"),
        (TimeUse.Throttled, "throttled"), (TimeUse.Blocked, "blocked"),
    ];

    /// <summary>The times in one line; null if none but pauses is known.</summary>
    public static string? Short(UsedTimes times)
    {
        string[] parts = [.. Used(times), .. Waiting(times)];
        string paused = times[TimeUse.Paused].Average is { } share
            ? $"; all threads stopped {TimeFormat.Percent(share, 1)} of the window"
            : "";
        return parts.Length == 0 ? null : $"Time  {string.Join(", ", parts)}{paused}";
    }

    /// <summary>A line for each known use, except pauses.</summary>
    public static IEnumerable<string> Lines(UsedTimes times)
    {
        foreach ((TimeUse use, string text) in Averages)
        {
            if (times[use] is { Average: { } average, Nanoseconds: { } nanoseconds })
            {
                yield return $"{Number(average),7} {text} ({Seconds(nanoseconds)} in total)";
            }
        }

        if (times is { Quota: { } quota, ThrottledShare: { } share })
        {
            string time = times[TimeUse.Throttled].Nanoseconds is { } nanoseconds
                ? $" ({Seconds(nanoseconds)} of all its processors)"
                : "";
            yield return $"{TimeFormat.Percent(share, 1),7} of the periods, the control group was throttled: its quota "
                + $"is {Number(quota)} processors{time}";
        }
    }

    /// <summary>What the lines are from, and what is unknown and why.</summary>
    public static IEnumerable<string> Sources(UsedTimes times)
    {
        UsedTime used = times[TimeUse.User];
        if (used.Nanoseconds is not null)
        {
            string what = used.Source == TimeSource.Figures ? "processors and waiting for them" : "processors";
            yield return $"Source of {what}: {TimeUseText.SourceOf(used)}, known for {Seconds(used.Of)}";
        }

        (TimeUse Use, string Text)[] unknown = [.. Unknowns.Where(one => times[one.Use].Nanoseconds is null)];
        if (unknown.Length > 0)
        {
            string reason = times[unknown[0].Use].Coverage switch
            {
                CoverageState.NotRecorded => "record with --figures on",
                CoverageState.Unknown => "it may not be recorded",
                _ => "not in the figures: contrail view machine FILE --table missing",
            };
            yield return $"Unknown: {string.Join(", ", unknown.Select(one => one.Text))} ({reason})";
        }
    }

    private static IEnumerable<string> Used(UsedTimes times)
    {
        if (times[TimeUse.User].Average is not { } user)
        {
            yield break;
        }

        double? system = times[TimeUse.System].Average;
        string of = times.ProcessorCount > 0 ? $" of {times.ProcessorCount}" : "";
        string kernel = system is { } known ? $", {Number(known)} kernel" : "";
        yield return $"{Number(user + (system ?? 0))}{of} processors in use ({Number(user)} user code{kernel})";
    }

    private static IEnumerable<string> Waiting(UsedTimes times)
    {
        if (times[TimeUse.Waiting].Average is { } waiting)
        {
            yield return $"{Number(waiting)} threads waiting for one";
        }

        if (times is { Quota: { } quota, ThrottledShare: { } share })
        {
            yield return $"throttled in {TimeFormat.Percent(share, 1)} of the periods of its quota of {Number(quota)}";
        }

        if (times[TimeUse.Blocked].Average is { } blocked)
        {
            yield return $"{Number(blocked)} blocked or idle";
        }
    }

    private static string Seconds(double nanoseconds) => NumberFormat.Seconds(nanoseconds / NanosecondsPerSecond);

    private static string Number(double value) =>
        value.ToString(value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
