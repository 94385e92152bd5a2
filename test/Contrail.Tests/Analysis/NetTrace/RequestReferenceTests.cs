using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>The request in which an exception, an allocation or a wait happened.</summary>
public sealed class RequestReferenceTests
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";

    private readonly RequestLog _log = new();

    [Fact]
    public void What_happens_in_an_activity_within_a_request_is_in_that_request()
    {
        Read(new NetTraceFile()
            .Add(Start("GET", "/orders/1").In(0x15), at: 1)
            .Add(Start("GET", "/cart").In(0x17), at: 1)
            .Add(Exception("Shop.A", "").In(0x15), at: 2)
            .Add(AllocationTick("System.String", 100).In(0x1115), at: 3)
            .Add(ContentionStart().In(0x17), at: 3, thread: 7).Add(ContentionStop(1e6), at: 4, thread: 7)
            .Add(Exception("Shop.B", ""), at: 4)
            .Add(Exception("Shop.C", "").In(0x25), at: 4)
            .Add(Event(Hosting, "RequestStop").In(0x15), at: 6)
            .Add(Exception("Shop.D", "").In(0x15), at: 7));
        Assert.Equal(
            [
                "Shop.A GET /orders/1", "System.String GET /orders/1", "Lock GET /cart", "Shop.B none", "Shop.C none",
                "Shop.D none",
            ],
            _log.Lines());
    }

    [Fact]
    public void The_ids_of_a_request_are_known_at_its_end()
    {
        Read(new NetTraceFile()
            .Add(Start("GET", "/orders").In(0x15), at: 1)
            .Add(Exception("Shop.A", "").In(0x15), at: 2)
            .Add(Exception("Shop.B", "").In(0x15), at: 2)
            .Add(
                Activity("ActivityStop", "Microsoft.AspNetCore", "a", ("TraceId", "t"), ("SpanId", "s")).In(0x15),
                at: 5)
            .Add(Event(Hosting, "RequestStop").In(0x15), at: 6));
        Assert.Equal(["Shop.A GET /orders t s", "Shop.B GET /orders t s"], _log.Lines());
        Assert.Same(_log.Requests[0], _log.Requests[1]);
    }

    [Fact]
    public void Without_a_need_of_spans_requests_are_unknown()
    {
        _log.Needs = ModelNeeds.Exceptions;
        Read(new NetTraceFile()
            .Add(Start("GET", "/orders").In(0x15), at: 1)
            .Add(Exception("Shop.A", "").In(0x15), at: 2));
        Assert.Equal(["Shop.A none"], _log.Lines());
    }

    private static FileEvent Start(string method, string path) =>
        Event(Hosting, "RequestStart", ("method", method), ("path", path));

    private void Read(NetTraceFile file)
    {
        using MemoryStream stream = new(file.Whole());
        Assert.True(NetTraceModel.TryRead(
            stream, new TraceModel(_log), out _, out _, TestContext.Current.CancellationToken));
    }

    private sealed class RequestLog : IModelSink
    {
        private readonly List<string> _names = [];

        public ModelNeeds Needs { get; set; } =
            ModelNeeds.Spans | ModelNeeds.Exceptions | ModelNeeds.Allocations | ModelNeeds.Waits;

        public List<RequestReference?> Requests { get; } = [];

        // What is known when all is read.
        public IEnumerable<string> Lines() => _names.Zip(Requests, (name, request) => request is { Identity: var known }
            ? $"{name} {known} {known.TraceId} {known.SpanId}".Trim()
            : $"{name} none");

        public void Add(in ExceptionRecord exception) => Add(exception.Type, exception.Request);

        public void Add(in AllocationSample allocation) => Add(allocation.Type, allocation.Request);

        public void Add(in Wait wait) => Add($"{wait.Kind}", wait.Request);

        private void Add(string name, RequestReference? request)
        {
            _names.Add(name);
            Requests.Add(request);
        }
    }
}
