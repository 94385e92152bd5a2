using System.Text.Json.Nodes;
using Contrail.Analysis.Findings.Comparing;

namespace Contrail.Tool.Json;

/// <summary>What differs between an incident and the time before it, as JSON; docs/findings.md describes it.</summary>
internal static class DifferencesJson
{
    private const string Schema = "contrail.compare/1";

    /// <summary>The document of a comparison; without an incident if nothing differs.</summary>
    public static JsonObject Document(WindowChange? change, bool isTooShort)
    {
        JsonObject document = change is null ? new JsonObject { ["differences"] = new JsonArray() } : Of(change);
        document.Insert(0, "tooShort", isTooShort);
        document.Insert(0, "schema", Schema);
        return document;
    }

    /// <summary>A comparison.</summary>
    public static JsonObject Of(WindowChange change) => new()
    {
        ["incidentStartNanoseconds"] = change.Incident.Start.Nanoseconds,
        ["incidentEndNanoseconds"] = change.Incident.End.Nanoseconds,
        ["pastStartNanoseconds"] = change.Past.Start.Nanoseconds,
        ["pastEndNanoseconds"] = change.Past.End.Nanoseconds,
        ["notCompared"] = change.RejectedCount,
        ["differences"] = new JsonArray([.. change.Differences.Select(Of)]),
    };

    private static JsonObject Of(Difference difference) => new()
    {
        ["measure"] = EnumJson.NameOf(difference.Key.Kind),
        ["subject"] = difference.Key.Subject.Length > 0 ? difference.Key.Subject : null,
        ["unit"] = EnumJson.NameOf(MeasureScale.Of(difference.Key.Kind).Unit),
        ["incident"] = difference.Incident,
        ["usual"] = difference.Usual,
        ["usualMax"] = difference.UsualMax,
        ["unusual"] = difference.Unusual,
        ["effect"] = difference.Effect,
        ["score"] = difference.Score,
    };
}
