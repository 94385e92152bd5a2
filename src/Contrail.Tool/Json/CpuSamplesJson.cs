using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>The figures of CPU samples in a summary.</summary>
internal sealed record CpuSamplesJson(
    long Count, long ManagedCount, long ListedCount, IEnumerable<NamedCountJson> Methods, long UnnamedCount)
{
    public static SectionJson<CpuSamplesJson> Of(TraceSummary summary)
    {
        SampleSummary? all = summary.Samples;
        return SectionJson<CpuSamplesJson>.Of(summary.Coverage.Of(ModelNeeds.Samples), all is null, () => new(
            all?.Count ?? 0,
            all?.ManagedCount ?? 0,
            all?.ListedCount ?? 0,
            NamedCountJson.Of(all?.TopMethods ?? []),
            all?.UnnamedCount ?? 0));
    }
}
