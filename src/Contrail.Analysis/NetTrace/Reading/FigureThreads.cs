using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Finds the names of threads in the events of the operating system's figures.</summary>
internal static class FigureThreads
{
    /// <summary>Whether the events of a row have names of threads.</summary>
    public static bool IsNamed(MetadataRow row) =>
        FigureInterpreter.IsEvidence(row) && row.Name == FigureTable.BusyThread.Name;

    /// <summary>Adds the name of the thread of an event.</summary>
    public static void AddName(ThreadNames names, EventSchema schema, in EventBlockReader current)
    {
        if (schema.TryRead(
            current.Payload, schema.IndexOf(FigureTable.BusyThread.TextName!), out FieldValue untrustedName))
        {
            names.AddName(unchecked((long)current.ThreadId), FileText.ShortenName(untrustedName.ToText()));
        }
    }
}
