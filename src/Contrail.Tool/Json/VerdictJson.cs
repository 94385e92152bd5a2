using System.Text.Json;
using Contrail.Core.Files;

namespace Contrail.Tool.Json;

/// <summary>Writes the verdict as JSON. The keys are stable: none is renamed or removed.</summary>
internal static class VerdictJson
{
    public static string Write(TraceVerdict verdict)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("format", verdict.Format);
            writer.WriteBoolean("complete", verdict.IsComplete);
            writer.WriteNumber("bytes", verdict.Bytes);
            writer.WriteNumber("frames", verdict.Frames);
            if (verdict.Generations is { } generations)
            {
                writer.WriteNumber("generations", generations);
            }

            writer.WriteNumber("events", verdict.Events);
            writer.WriteNumber("eventsLost", verdict.EventsLost);
            writer.WriteNumber("damageCount", verdict.DamageCount);
            writer.WriteNumber("noteCount", verdict.NoteCount);
            WriteFindings(writer, verdict.Findings);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }

    private static void WriteFindings(Utf8JsonWriter writer, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray("findings");
        foreach (Finding finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Code);
            writer.WriteString("grade", finding.Grade == FindingGrade.Damage ? "damage" : "note");
            writer.WriteNumber("offset", finding.Offset);
            writer.WriteString("words", finding.Words);
            writer.WriteNumber("count", finding.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
