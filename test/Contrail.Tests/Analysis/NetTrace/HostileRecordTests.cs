using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Changed bytes in the events of libraries never throw.</summary>
public sealed class HostileRecordTests
{
    private const ModelNeeds All = ModelNeeds.Spans | ModelNeeds.Counters | ModelNeeds.Logs | ModelNeeds.TaskWaits
        | ModelNeeds.CompiledMethods | ModelNeeds.Modules;

    [Fact]
    public void Any_changed_byte_gives_other_records_or_none()
    {
        byte[] file = Drawn().Whole();
        Assert.Equal(7, SpanLines.Of(file, All).Count);
        Random random = new(4711);
        int readCount = 0;
        for (int round = 0; round < 2_000; round++)
        {
            byte[] changed = [.. file];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                changed[random.Next(100, changed.Length)] = (byte)random.Next(256);
            }

            readCount += SpanLines.TryRead(changed, All)?.Count > 0 ? 1 : 0;
        }

        Assert.InRange(readCount, 1_000, 2_000);
    }

    private static NetTraceFile Drawn() => new NetTraceFile()
        .Add(Event("Microsoft.AspNetCore.Hosting", "RequestStart", ("method", "GET"), ("path", "/a")).In(0x10), at: 1)
        .Add(Event("Microsoft.AspNetCore.Hosting", "RequestStop").In(0x10), at: 2)
        .Add(Event("System.Net.Sockets", "ConnectStart", ("address", "InterNetwork:16:{0,80,127,0,0,1}")).In(2), at: 2)
        .Add(Event("System.Net.Sockets", "ConnectStop").In(2), at: 3)
        .Add(Event("App", "WorkStart", ("id", 5L)).In(4), at: 3)
        .Add(
            Activity(
                "ActivityStop", "Shop", "order", ("TraceId", "t"), ("SpanId", "s"), ("DurationTicks", "10000"),
                ("Tags", "[db.system, pg],[db.statement, SELECT 1]")),
            at: 4)
        .Add(
            DescribedEvents.Counter("App", ("Name", "n"), ("Mean", 2.5), ("CounterType", "Mean"), ("Metadata", "")),
            at: 5)
        .Add(
            Event(
                "System.Diagnostics.Metrics", "HistogramValuePublished", ("meterName", "m"), ("instrumentName", "i"),
                ("quantiles", "0.5=1"), ("count", 3), ("sum", 4.5)),
            at: 6)
        .Add(
            Event(
                "Microsoft-Extensions-Logging", "FormattedMessage", ("Level", 3), ("LoggerName", "c"),
                ("FormattedMessage", "m")),
            at: 7)
        .Add(
            Event("System.Threading.Tasks.TplEventSource", "TaskWaitBegin", ("TaskID", 1), ("Behavior", 1)), at: 8);
}
