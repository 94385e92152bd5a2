
namespace Contrail.Tool.Arguments;

/// <summary>What is asked of <c>contrail cut</c>.</summary>
internal sealed record CutRange(
    string Source, string Target, Moment? From, Moment? To, TimeSpan? Last, long MaxBytes, bool Force)
{
    /// <summary>Whether the part is named by times of day, not only by offsets from the start of the file.</summary>
    public bool NeedsTimeOfDay => From is { IsOffset: false } || To is { IsOffset: false };

    /// <summary>Which part of a file that begins and ends so; within the file where they touch.</summary>
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
