using System.Globalization;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Capture;
using Contrail.Core.Formats;

namespace Contrail.Tool.Text;

/// <summary>Describes the result of reading a Go trace.</summary>
internal static class GoEventText
{
    /// <summary>Returns why reading stopped, and how much was read.</summary>
    public static string Fault(GoTraceReader reader) => reader.Offset == 0
        ? $"{FaultOf(reader)}; only traces of Go 1.22 or later are supported"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{FaultOf(reader)}; valid before it: {Page.Counted(reader.GenerationCount, "generation")}, to byte "
                + $"{reader.GoodBytes}");

    private static string FaultOf(GoTraceReader reader) => TraceFaultText.Of(reader.Fault ?? TraceFaultCode.Unknown);

    /// <summary>Returns which generations are missing; empty if none are.</summary>
    public static string Gaps(GoTraceReader reader)
    {
        if (reader.FirstGap is not { } gap)
        {
            return "";
        }

        string more = reader.GapCount == 1 ? "" : $", and {Page.Counted(reader.GapCount - 1, "more gap")}";
        return Gap(gap) + more + "; the parts before and after were read separately";
    }

    public static string Gap(GenerationGap gap) => gap.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"generation {gap.Before + 1} is missing")
        : string.Create(CultureInfo.InvariantCulture, $"generations {gap.Before + 1} to {gap.After - 1} are missing");
}
