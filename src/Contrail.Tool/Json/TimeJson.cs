using Contrail.Analysis.Views.Machine;

namespace Contrail.Tool.Json;

/// <summary>Where the time of the process went, in a summary.</summary>
internal sealed record TimeJson(
    int? ProcessorCount, double? QuotaProcessors, double? ThrottledPeriodShare, IEnumerable<TimeUseJson> Uses)
{
    public static TimeJson Of(UsedTimes times) => new(
        times.ProcessorCount > 0 ? times.ProcessorCount : null,
        times.Quota,
        times.ThrottledShare,
        times.Uses.Select(TimeUseJson.Of));
}
