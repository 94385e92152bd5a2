
namespace Contrail.Tests.Support;

/// <summary>A manifest to change with <c>with</c>.</summary>
internal static class Manifests
{
    public static SnapshotManifest Usual { get; } = new()
    {
        Reason = "checkout was slow",
        RequestedUtc = NetTraceFile.Begin.AddSeconds(10),
        FirstUtc = NetTraceFile.Begin,
        LastUtc = NetTraceFile.Begin.AddMilliseconds(10_100),
        WindowSeconds = 10.1,
        PeriodSeconds = 10,
        RequestCoverage = RequestCoverage.Flushed,
        Source = SourceState.Open,
        EventsLost = 0,
        Losses = [],
        Generations = 11,
        Frames = 100,
        Events = 1000,
        MaxBytes = 10 << 20,
        HeldBytes = 3 << 20,
        Process = new ProcessFacts(42, "Shop", "Shop --urls http://127.0.0.1:5000", "10.0.12", "Linux", "x64"),
        Host = new HostFacts("web-1", 2),
        Sessions = ["main"],
        Symbols = new SymbolFacts(RundownOutcome.Done, 0.12, 2200, 0),
        Recorder = "Contrail 0.1.0",
    };
}
