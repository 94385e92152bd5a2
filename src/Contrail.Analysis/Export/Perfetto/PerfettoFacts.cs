using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Timeline;

namespace Contrail.Analysis.Export.Perfetto;

/// <summary>Writes what a slice or a moment is into an event of Perfetto.</summary>
internal static class PerfettoFacts
{
    /// <summary>Writes the name, the flows and the details.</summary>
    /// <param name="writer">Receives the fields of a TrackEvent.</param>
    /// <param name="one">The event.</param>
    public static void Write(ProtoWriter writer, in TimelineEvent one)
    {
        writer.Text(23, one.Name);
        if (one.FlowId != 0)
        {
            writer.Fixed(47, one.FlowId);
        }

        if (one.CauseId != 0)
        {
            writer.Fixed(48, one.CauseId);
        }

        foreach ((string name, string value) in one.Details)
        {
            Detail(writer, name, value);
        }

        Detail(writer, "open", (one.Range.IsOpenAtStart, one.Range.IsOpenAtEnd) switch
        {
            (true, true) => "began before the trace, and had not ended",
            (true, false) => "began before the trace",
            (false, true) => "had not ended",
            _ => "",
        });
    }

    private static void Detail(ProtoWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            int detail = writer.Begin(4);
            writer.Text(10, name);
            writer.Text(6, value);
            writer.End(detail);
        }
    }
}
