using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>The figures of sampled allocations in a summary.</summary>
internal sealed record AllocationsJson(long SampleCount, long Bytes, IEnumerable<NamedBytesJson> Types)
{
    public static SectionJson<AllocationsJson> Of(TraceSummary summary)
    {
        AllocationSummary? all = summary.Allocations;
        return SectionJson<AllocationsJson>.Of(summary.Coverage.Of(ModelNeeds.Allocations), all is null, () => new(
            all?.Count ?? 0,
            all?.Bytes ?? 0,
            (all?.Types ?? []).Select(type => new NamedBytesJson(type.Name, type.Count))));
    }
}
