using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;
using Contrail.Tool.Text;

namespace Contrail.Tool.Json;

/// <summary>The figures of waits for locks in a summary.</summary>
internal sealed record ContentionJson(
    long Count,
    double TotalSeconds,
    double? LongestSeconds,
    DateTime? LongestUtc,
    long UnmeasuredCount,
    long WaitingAtEnd,
    double? LongestWaitingSeconds)
{
    public static SectionJson<ContentionJson> Of(TraceSummary summary)
    {
        ContentionSummary all = summary.Contention;
        bool isEmpty = all is { Count: 0, WaitingAtEnd: 0, NativeCount: 0 };
        return SectionJson<ContentionJson>.Of(summary.Coverage.Of(ModelNeeds.Waits), isEmpty, () => new(
            all.Count,
            all.Total.TotalSeconds,
            all.Count == 0 ? null : all.Longest.TotalSeconds,
            all.Count == 0 ? null : TimeFormat.PlaceUtc(summary.Facts, all.LongestOffset),
            all.UnmeasuredCount,
            all.WaitingAtEnd,
            all.WaitingAtEnd == 0 ? null : all.LongestWaitingAtEnd.TotalSeconds));
    }
}
