using Contrail.Analysis.Filters;
using Contrail.Analysis.Model;
using Contrail.Tool.Text;

namespace Contrail.Tool.Arguments;

/// <summary>The range of <c>--incident</c>: <c>FROM..TO</c>, or one of them.</summary>
/// <param name="From">The start; null for the start of the file.</param>
/// <param name="To">The end; null for the end of the file.</param>
internal sealed record IncidentRange(Moment? From, Moment? To)
{
    /// <summary>What is accepted, for people.</summary>
    public const string Expected =
        "a range, for example -3s.. (the last 3 seconds), +10s..+12s, or 21:04:05..21:04:07.5 (UTC)";

    /// <summary>The message about a text that is no range.</summary>
    public static string Fault(string text) => NumberFormat.OneLine($"'{text}' is no incident. Expected {Expected}.");

    /// <summary>Parses a range; null if it is none.</summary>
    public static IncidentRange? Parse(string text) =>
        FilterLiterals.Parse(FilterFieldType.Time, FilterOperator.In, text) is { } literal
            ? new IncidentRange(literal.From, literal.To)
            : null;

    /// <summary>
    /// The range in a trace, clipped to it; null if the trace does not contain the time of day that the range uses.
    /// </summary>
    public TimeRange? In(TraceExtent extent)
    {
        TraceTime? start = From is null ? TraceTime.Start : From.In(extent);
        TraceTime? end = To is null ? extent.End : To.In(extent);
        if (start is not { } from || end is not { } to)
        {
            return null;
        }

        TraceTime first = Clipped(from, extent);
        return new TimeRange(first, TraceTime.Max(first, Clipped(to, extent)), false, false);
    }

    private static TraceTime Clipped(TraceTime time, TraceExtent extent) =>
        new(Math.Clamp(time.Nanoseconds, 0, extent.End.Nanoseconds));
}
