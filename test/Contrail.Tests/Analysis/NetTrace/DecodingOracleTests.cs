using Contrail.Core.NetTrace.Events;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>
/// Every event of real files is what TraceEvent reads: provider, id, name, thread, time, activities, and each field.
/// The differences are in <see cref="TraceEventFields"/>.
/// </summary>
[Collection(Alone.Name)]
public sealed class DecodingOracleTests
{
    private const string TplSource = "System.Threading.Tasks.TplEventSource";
    private const long TasksFlowActivityIds = 0x80;

    private static readonly string[] UnreadableNames = ["Flags", "Booleans", "Small", "Money"];

    [Theory]
    [MemberData(nameof(Captures.Real), MemberType = typeof(Captures))]
    public void Events_of_real_programs(string name) => Compare(FlippedFile.Whole(name), minCount: 1_000);

    [Fact]
    public void Every_event_that_a_runtime_writes_here()
    {
        // Not the heap's contents: a collection of the test's own heap would last for seconds.
        const long Keywords = 0xFFFFFFFFFF & ~(long)(RuntimeKeywords.GCHeapDump | RuntimeKeywords.GCHeapCollect
            | RuntimeKeywords.GCHeapSurvivalAndMovement | RuntimeKeywords.GCSampledObjectAllocationHigh);
        Compare(
            SelfCapture.Of([SelfCapture.All(RuntimeProvider.Name, Keywords)], RuntimeWork.Run), minCount: 300);
    }

    [Fact]
    public void Every_type_of_field()
    {
        IReadOnlyList<DecodedEvent> events = Compare(EveryType(), minCount: 15);

        // TraceEvent cannot read these: a boolean may have one byte, and decimals are not supported.
        Assert.Equal(
            [
                ("Flags", "true t false 12.5"), ("Booleans", "{Yes=true, Money=12.5, No=false}"),
                ("Small", "true é -3 200 -300 65000"), ("Flags", "true t false"), ("Money", "-12.34 true"),
            ],
            events.Where(one => UnreadableNames.Contains(one.Name))
                .Select(one => (one.Name, string.Join(' ', one.Fields.Select(field => field.Value)))));
    }

    private static byte[] EveryType()
    {
        using EveryTypeSource source = new();
        using EveryTypeManifestSource manifest = new();
        return SelfCapture.Of(
            [
                SelfCapture.All(EveryTypeSource.SourceName), SelfCapture.All(EveryTypeManifestSource.SourceName),
                SelfCapture.All(TplSource, TasksFlowActivityIds),
            ],
            () =>
            {
                source.WriteAll();
                manifest.WriteAll();
            });
    }

    private static IReadOnlyList<DecodedEvent> Compare(byte[] file, int minCount) =>
        DecodingComparison.Compare(file, minCount, UnreadableNames);
}
