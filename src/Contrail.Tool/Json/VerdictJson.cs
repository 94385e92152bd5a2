using System.Text.Json.Serialization;
using Contrail.Core.Files;

namespace Contrail.Tool.Json;

/// <summary>The output of <c>contrail verify --json</c>.</summary>
internal sealed record VerdictJson(
    string Format,
    bool Complete,
    long Bytes,
    long Frames,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Generations,
    long Events,
    long EventsLost,
    long DamageCount,
    long NoteCount,
    IEnumerable<FindingJson> Findings)
{
    public static VerdictJson Of(TraceVerdict verdict) => new(
        verdict.Format,
        verdict.IsComplete,
        verdict.Bytes,
        verdict.Frames,
        verdict.Generations,
        verdict.Events,
        verdict.EventsLost,
        verdict.DamageCount,
        verdict.NoteCount,
        verdict.Findings.Select(FindingJson.Of));
}
