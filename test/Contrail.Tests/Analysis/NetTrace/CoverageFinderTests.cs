using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Whether the events of libraries were recorded, by what the manifest lists and the file contains.</summary>
public sealed class CoverageFinderTests
{
    private const string Runtime = "main (default): Microsoft-Windows-DotNETRuntime:0x1c001:4";

    private static readonly FileEvent Start =
        Event("Microsoft.AspNetCore.Hosting", "RequestStart", ("method", "GET"), ("path", "/"));

    [Theory]
    [InlineData(Runtime, ModelNeeds.Spans, false, CoverageState.NotRecorded)]
    [InlineData(Runtime, ModelNeeds.Logs, false, CoverageState.NotRecorded)]
    [InlineData(Runtime + ",App:0xffffffff:5", ModelNeeds.Spans, false, CoverageState.Unknown)]
    [InlineData(Runtime + ",Microsoft.AspNetCore.Hosting:0x1:4", ModelNeeds.Spans, true, CoverageState.Partial)]
    [InlineData(Runtime + ",Microsoft-Extensions-Logging:0x4:4", ModelNeeds.Logs, false, CoverageState.Whole)]
    [InlineData(
        Runtime + ",System.Threading.Tasks.TplEventSource:0x2:4", ModelNeeds.TaskWaits, false,
        CoverageState.NotRecorded)]
    [InlineData(
        Runtime + ",System.Threading.Tasks.TplEventSource:0x2:5", ModelNeeds.TaskWaits, false, CoverageState.Whole)]
    [InlineData("", ModelNeeds.Spans, true, CoverageState.Partial)]
    [InlineData("", ModelNeeds.Spans, false, CoverageState.Unknown)]
    public void Requested_event_sources_show_what_was_recorded(
        string session, object kind, bool hasSpans, object expected)
    {
        NetTraceFile file = new NetTraceFile().Add(RuntimeEvents.Custom("App", 1, "Begin"), at: 0);
        if (hasSpans)
        {
            file.Add(Start.In(1), at: 1);
        }

        if (session.Length > 0)
        {
            file.AddAll(
                RuntimeEvents.SnapshotManifest(Manifests.Usual with { Sessions = [session], Profiles = [] }), at: 2);
        }

        using MemoryStream stream = new(file.Whole());
        Assert.True(NetTraceModel.TryRead(
            stream, new TraceModel(), out NetTraceIndex? index, out _, TestContext.Current.CancellationToken));
        Assert.Equal((CoverageState)expected, index!.Context.Coverage.Of((ModelNeeds)kind).State);
    }
}
