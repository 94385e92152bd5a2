using Contrail.Analysis.Filters;

namespace Contrail.Tool.Arguments;

/// <summary>The arguments of <c>contrail cut</c>.</summary>
internal sealed record CutRange(
    string Source, string Target, Moment? From, Moment? To, TimeSpan? Last, long MaxBytes, bool Force)
{
    /// <summary>Whether the range uses a time of day, not only offsets from the start of the file.</summary>
    public bool NeedsTimeOfDay => From is { IsOffset: false } || To is { IsOffset: false };

    /// <summary>Returns the range of a file with these bounds, clipped to the file when they overlap.</summary>
    public (DateTime FromUtc, DateTime ToUtc) In(DateTime firstUtc, DateTime lastUtc)
    {
        DateTime to = To?.In(firstUtc, lastUtc) ?? lastUtc;
        DateTime from = Last is { } last ? Earlier(lastUtc, last) : From?.In(firstUtc, lastUtc) ?? firstUtc;
        bool touches = from <= lastUtc && to >= firstUtc && from <= to;
        return touches
            ? (from > firstUtc ? from : firstUtc, to < lastUtc ? to : lastUtc)
            : (from, to);
    }

    private static DateTime Earlier(DateTime utc, TimeSpan duration) =>
        utc - DateTime.MinValue > duration ? utc - duration : DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
}
