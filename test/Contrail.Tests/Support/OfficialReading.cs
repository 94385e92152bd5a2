using Microsoft.Diagnostics.Tracing;

namespace Contrail.Tests.Support;

/// <summary>TraceEvent's reading of a file, the reader of PerfView and Visual Studio.</summary>
internal sealed record OfficialReading(
    int EventsLost, IReadOnlyList<(string Provider, int Id, double Milliseconds)> Events)
{
    /// <summary>The first time that the file's viewer shows, in milliseconds.</summary>
    public double FirstMilliseconds => Events.Min(read => read.Milliseconds);

    public static OfficialReading Of(byte[] file)
    {
        List<(string, int, double)> events = [];
        using EventPipeEventSource source = new(new MemoryStream(file));
        source.AllEvents += read => events.Add((read.ProviderName, (int)read.ID, read.TimeStampRelativeMSec));
        source.Process();
        return new OfficialReading(source.EventsLost, events);
    }
}
