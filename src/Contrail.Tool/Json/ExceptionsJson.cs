using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>The figures of exceptions in a summary.</summary>
internal sealed record ExceptionsJson(
    long Count,
    DateTime? FirstUtc,
    DateTime? LastUtc,
    IEnumerable<NamedCountJson> Types,
    IEnumerable<ExceptionMessageJson> Messages)
{
    public static SectionJson<ExceptionsJson> Of(TraceSummary summary)
    {
        ExceptionSummary all = summary.Exceptions;
        return SectionJson<ExceptionsJson>.Of(summary.Coverage.Of(ModelNeeds.Exceptions), all.Count == 0, () => new(
            all.Count,
            all.FirstUtc,
            all.LastUtc,
            NamedCountJson.Of(all.Types),
            all.Messages.Select(ExceptionMessageJson.Of)));
    }
}
