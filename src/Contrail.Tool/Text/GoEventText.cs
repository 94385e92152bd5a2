using System.Globalization;
using Contrail.Analysis.GoTrace.Reading;

namespace Contrail.Tool.Text;

/// <summary>What is said of the reading of a Go trace.</summary>
internal static class GoEventText
{
    /// <summary>Why it went no further, and how far it is good.</summary>
    public static string Fault(GoTraceReader reader) => reader.Offset == 0
        ? $"{reader.Fault}; name a trace of Go 1.22 or later"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{reader.Fault}; sound before it: {Page.Counted(reader.GenerationCount, "generation")}, to byte "
                + $"{reader.GoodBytes}");

    /// <summary>Which generations are missing; nothing if none are.</summary>
    public static string Gaps(GoTraceReader reader)
    {
        if (reader.FirstGap is not { } gap)
        {
            return "";
        }

        string more = reader.GapCount == 1 ? "" : $", and {Page.Counted(reader.GapCount - 1, "more gap")}";
        return Gap(gap) + more + "; what lies before and behind was read, each by itself";
    }

    public static string Gap(GenerationGap gap) => gap.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"generation {gap.Before + 1} is missing")
        : string.Create(CultureInfo.InvariantCulture, $"generations {gap.Before + 1} to {gap.Behind - 1} are missing");
}
