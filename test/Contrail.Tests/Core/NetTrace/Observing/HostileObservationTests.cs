using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Core.NetTrace.Observing;

/// <summary>Streams whose bytes are changed at random.</summary>
public sealed class HostileObservationTests
{
    private static readonly string[] Expressions =
    [
        "event:* payload.Id>1 payload.Arguments.DurationTicks>5 payload.Payload.Name=x",
        "counter:*>0", "log", "request>1s",
        "pair:Shop/A..B >1s", "pair:Shop/*..* by payload.Text >1s", "gc-pause>1ms", "exception", "contention>1ms",
    ];

    [Fact]
    public void Any_bytes_are_observed_without_an_exception_and_within_limits()
    {
        byte[] sound = Sound();
        Random random = new(11);
        int observedCount = 0;
        for (int round = 0; round < 1_000; round++)
        {
            byte[] bytes = [.. sound];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using ObservedStream stream = new(Expressions);
            List<Observation> observed = stream.Feed(bytes, isValid: false).TakeAll();
            observedCount += observed.Count;
            Assert.All(observed, one => Assert.InRange(one.Subject.Length + one.Text.Length, 0, 3_002));
            Assert.All(observed.SelectMany(one => one.Fields), field => Assert.InRange(field.Text.Length, 0, 1_100));
            Assert.InRange(stream.Observer.MissingFields.Count, 0, 100);
        }

        Assert.True(observedCount > 1_000);
    }

    private static byte[] Sound()
    {
        (string, string)[] arguments = [("DurationTicks", "15"), ("Tags", "[http.route, /o/{id}]")];
        return new NetTraceFile()
            .Add(Event("Shop", "A", ("Id", 1), ("Text", "a"), ("Real", 2.5)).In(1), 100)
            .Add(Event("Shop", "B", ("Id", 1L), ("Text", "a")).In(1), 101)
            .Add(Counter("Shop", ("Name", "x"), ("Mean", 1.0)), 102)
            .Add(Event(CounterEvent.MetricsProvider, "HistogramValuePublished", ("count", "4"), ("sum", "1")), 103)
            .CloseBlock()
            .Add(Event(LogEvent.Provider, "FormattedMessage", ("Level", 3), ("FormattedMessage", "m")), 104)
            .Add(Event(LibraryProvider.Hosting, "RequestStart", ("path", "/x")).In(2), 105)
            .Add(Activity("ActivityStop", "Microsoft.AspNetCore", "In", arguments).In(2), 106)
            .Add(Event(LibraryProvider.Hosting, "RequestStop").In(2), 107)
            .Add(RuntimeEvents.Exception("A", "a"), 108)
            .Add(RuntimeEvents.ContentionStop(7e6), 109)
            .Whole();
    }
}
