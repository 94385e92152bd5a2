using System.CommandLine;
using System.CommandLine.Parsing;
using Contrail.Tool.Commands;

namespace Contrail.Tool.Arguments;

/// <summary>The option of <c>contrail record</c> for how long the operating system's figures are kept.</summary>
internal static class FiguresChoice
{
    /// <summary>The time; null for as long as events.</summary>
    public static Option<TimeSpan?> Period { get; } = Parsed.Value<TimeSpan>(
        "--figures-period",
        "Keep at least this much history of the operating system's figures, for example an hour in addition to "
            + "seconds of events. They take at most an eighth of --max-bytes, 2 to 3 MiB for an hour; the oldest are "
            + "evicted first. Requires --figures. Default: as --period.",
        "1h",
        Durations.TryParsePositive);

    /// <summary>Returns why the option is invalid, or null when it is valid.</summary>
    /// <param name="result">The options.</param>
    /// <param name="period">The history that a snapshot has at least; null if it is invalid.</param>
    public static string? WhyNot(CommandResult result, TimeSpan? period) =>
        !Parsed.TryValue(result, Period, out TimeSpan? chosen) || chosen is null ? null
        : !RecordsFigures(result) ? "--figures-period requires figures: add --figures on."
        : chosen < period ? "--figures-period is shorter than --period: figures are kept at least as long as events."
        : null;

    // Null if another option is invalid, which has been reported.
    private static bool RecordsFigures(CommandResult result) =>
        !Parsed.TryValue(result, ProfileChoice.Figures, out Switch? chosen)
        || !Parsed.TryValue(result, ProfileChoice.Chosen!, out Profile? profile)
        || (chosen is { } known
            ? known == Switch.On
            : !GoTarget.IsGiven(result) && (profile ?? Profile.Default).RecordsFigures);
}
