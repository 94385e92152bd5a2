using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Contrail.Agent.Keeping;
using Contrail.Tool.Foreground;

namespace Contrail.Tool.Arguments;

/// <summary>The options of <c>contrail record</c> that delete old snapshots of a folder.</summary>
internal static class KeepChoice
{
    private static readonly Option<int?> Count = Parsed.Value<int>(
        "--keep",
        "Delete the oldest snapshots of the folder, so that this number remains. Only snapshots that contrail listed "
            + "in the folder's contrail-index.jsonl are deleted, and never the newest of a process and a reason.",
        "20",
        TryParseCount);

    private static readonly Option<long?> Bytes = Parsed.Value<long>(
        "--keep-bytes", "Delete the oldest snapshots of the folder above this total size.", "1GiB", Sizes.TryParse);

    private static readonly Option<TimeSpan?> Age = Parsed.Value<TimeSpan>(
        "--keep-age", "Delete snapshots of the folder that are older.", "7d", Durations.TryParsePositive);

    private static readonly Option<FreeSpaceLimit?> MinFree = Parsed.Value<FreeSpaceLimit>(
        "--min-free",
        "Delete the oldest snapshots of the folder, also before a new one is written, so that this part of the file "
            + "system, or this size, is free. A snapshot is written even if less is free.",
        "5%",
        TryParseFree);

    /// <summary>All options of this group.</summary>
    public static IEnumerable<Option> All { get; } = [Count, Bytes, Age, MinFree];

    /// <summary>
    /// What keeps the folder: with one of the options, or, to list only, with triggers that take many snapshots; null
    /// otherwise, and for a file.
    /// </summary>
    /// <param name="parsed">The options.</param>
    /// <param name="output">The file or folder of the snapshots.</param>
    public static SnapshotKeeping? KeepingOf(ParseResult parsed, string output)
    {
        KeepingLimits limits = new()
        {
            MaxCount = parsed.GetValue(Count),
            MaxBytes = parsed.GetValue(Bytes),
            MaxAge = parsed.GetValue(Age),
            MinFree = parsed.GetValue(MinFree),
        };
        bool isListed = limits.HasAny || TriggerChoice.Of(parsed) is not null;
        return isListed && SnapshotTarget.IsFolder(output)
            ? new SnapshotKeeping(new SnapshotKeeper(output, limits), output)
            : null;
    }

    /// <summary>Returns why the options are invalid, or null when they are valid.</summary>
    /// <param name="result">The options.</param>
    /// <param name="output">The file or folder of the snapshots.</param>
    public static string? WhyNot(CommandResult result, string output)
    {
        string? given = All.FirstOrDefault(option => Parsed.IsGiven(result, option))?.Name;
        return given is not null && !SnapshotTarget.IsFolder(output)
            ? $"{given} requires a folder of snapshots; set -o to a folder, with a trailing '/'."
            : null;
    }

    private static bool TryParseCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;

    private static bool TryParseFree(string text, out FreeSpaceLimit limit)
    {
        limit = default;
        if (!text.EndsWith('%'))
        {
            bool isSize = Sizes.TryParse(text, out long bytes);
            limit = new FreeSpaceLimit(bytes);
            return isSize;
        }

        bool isPart = double.TryParse(
            text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent)
            && percent is > 0 and < 100;
        limit = new FreeSpaceLimit(0, percent / 100);
        return isPart;
    }
}
