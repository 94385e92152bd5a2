using System.Text.Json;
using Contrail.Analysis.Reading;
using Contrail.Core.Formats;
using Contrail.Core.Snapshots;

namespace Contrail.Tool.Json;

/// <summary>Writes the facts of a file as JSON. The keys are stable: none is renamed or removed.</summary>
internal static class InfoJson
{
    public static string Write(TraceFileFacts facts)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            WriteFigures(writer, facts);
            WriteLosses(writer, facts.Losses);
            writer.WriteNumber("eventsLost", facts.EventsLost);
            WriteManifest(writer, facts.Manifest);
            if (!facts.Complete)
            {
                writer.WriteString("fault", facts.Fault);
                writer.WriteNumber("faultOffset", facts.FaultOffset ?? 0);
            }

            if (facts.Repair is { } repair)
            {
                WriteRepair(writer, repair);
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }

    private static void WriteFigures(Utf8JsonWriter writer, TraceFileFacts facts)
    {
        writer.WriteString("format", facts.Format);
        writer.WriteNumber("formatVersion", facts.FormatVersion);
        writer.WriteBoolean("complete", facts.Complete);
        writer.WriteNumber("generations", facts.Generations);
        writer.WriteNumber("frames", facts.Frames);
        writer.WriteNumber("events", facts.Events);
        WriteMoment(writer, "firstUtc", facts.FirstUtc);
        WriteMoment(writer, "lastUtc", facts.LastUtc);
        writer.WriteNumber("windowSeconds", facts.WindowSeconds);
        writer.WriteNumber("eventsSeconds", Math.Round(facts.EventsSeconds, 9));
        writer.WriteNumber("processId", facts.Process?.Id ?? facts.Trace.ProcessId);
        writer.WriteString("processName", facts.Process is { Name.Length: > 0 } process ? process.Name : null);
        writer.WriteString("upToRequest", EnumName.Of(facts.RequestCoverage));
    }

    private static void WriteLosses(Utf8JsonWriter writer, IReadOnlyList<ManifestLoss> losses)
    {
        writer.WriteStartArray("losses");
        foreach (ManifestLoss loss in losses)
        {
            JsonSerializer.Serialize(writer, loss, SnapshotManifestJson.Default.ManifestLoss);
        }

        writer.WriteEndArray();
    }

    private static void WriteRepair(Utf8JsonWriter writer, RepairFacts repair)
    {
        writer.WriteStartObject("repaired");
        writer.WriteNumber("sourceBytes", repair.SourceBytes);
        writer.WriteNumber("tornAt", repair.TornAt);
        writer.WriteNumber("definitionsDropped", repair.DefinitionsDropped);
        writer.WriteNumber("eventsDropped", repair.EventsDropped);
        writer.WriteString("reason", repair.Reason);
        writer.WriteNumber("soundPartsDropped", repair.SoundPartsDropped);
        writer.WriteNumber("soundBytesDropped", repair.SoundBytesDropped);
        writer.WriteNumber("tracesDropped", repair.TracesDropped);
        writer.WriteBoolean("droppedCountsAreMinimums", repair.DroppedCountsAreMinimums);
        writer.WriteString("timeReplacedBy", repair.TimeReplacedBy);
        writer.WriteEndObject();
    }

    private static void WriteManifest(Utf8JsonWriter writer, SnapshotManifest? manifest)
    {
        writer.WritePropertyName("manifest");
        if (manifest is null)
        {
            writer.WriteNullValue();
            return;
        }

        JsonSerializer.Serialize(writer, manifest, SnapshotManifestJson.Default.SnapshotManifest);
    }

    private static void WriteMoment(Utf8JsonWriter writer, string name, DateTime? moment)
    {
        if (moment is { } utc)
        {
            writer.WriteString(name, utc);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
