using Contrail.Analysis.Filters;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Filters;

/// <summary>Which records of each kind a filter keeps. The window is ten seconds from noon.</summary>
public sealed class FilteringSinkTests
{
    private const string All = "pause collection wait sample state region task exception allocation counter figures "
        + "heap adjustment log operation asyncSpan damage span method module proc work";

    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("time in ..", null)]
    [InlineData("time >= +0s", All)]
    [InlineData(
        "time in +1s..+2s",
        "pause collection wait state region task operation asyncSpan span exception proc work")]
    [InlineData("thread = 7", "wait sample state region exception allocation log asyncSpan damage span method work")]
    [InlineData("thread != 7", "")]
    [InlineData("thread = 0x7 and duration >= 2s", "wait state region asyncSpan span work")]
    [InlineData("stack ~ orders.place", "collection wait sample exception allocation operation asyncSpan work")]
    [InlineData("stack = Shop.Orders.Place and type ~ invalid", "exception")]
    [InlineData("stack = Shop.Orders", "")]
    [InlineData("type = byte[]", "allocation")]
    [InlineData("not type = byte[]", "exception")]
    [InlineData("type != byte[] or bytes > 1MB", "exception heap")]
    [InlineData("bytes in", null)]
    [InlineData("bytes > 63KiB and bytes < 100kB", "allocation")]
    [InlineData("message ~ 'no stock'", "exception log")]
    [InlineData("severity >= warning", "log")]
    [InlineData("severity > warning", "")]
    [InlineData("category = shop.cart", "log")]
    [InlineData("route = /orders and status = 500", "span")]
    [InlineData("kind = request", "span")]
    [InlineData("reason ~ induced", "collection")]
    [InlineData("generation = 2 and number = 5", "collection")]
    [InlineData("kind = starvation and threads > 8", "adjustment")]
    [InlineData("lock = 9 and owner = 3", "wait")]
    [InlineData("name ~ work", "region task")]
    [InlineData("task = 4", "region task log")]
    [InlineData("name = cpu and value > 2 and tags ~ shop", "counter")]
    [InlineData("state = running", "state asyncSpan")]
    [InlineData("status = failed", "operation")]
    [InlineData("reason = torn", "damage")]
    [InlineData("path ~ Shop.dll", "module")]
    [InlineData("kind = tier1 and duration > 1ms", "method")]
    [InlineData("kind = collection", "pause")]
    [InlineData("proc = 2", "proc")]
    public void A_filter_keeps_the_records_that_match(string expression, string? expected)
    {
        ViewRecords records = new(ExceptionsView.Description);
        StackId stack = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        TraceContext context = records.Context with { Extent = new TraceExtent(At(10_000), Noon) };
        if (expected is null)
        {
            Assert.Throws<ArgumentException>(() => KeptRecords.Of(expression, context, sink => Draw(sink, stack)));
            return;
        }

        Assert.Equal(
            expected.Split(' ').Order(),
            KeptRecords.Of(expression, context, sink => Draw(sink, stack)).Split(' ').Order());
    }

    [Theory]
    [InlineData("time in -5s..-2s", true)]
    [InlineData("time in -5s..-4s", false)]
    [InlineData("time > 12:00:06.9", true)]
    [InlineData("time < 12:00:07", false)]
    [InlineData("time <= 12:00:07", true)]
    [InlineData("time in 2026-01-02T12:00:06Z..2026-01-02T12:00:08Z", true)]
    [InlineData("time in ..+6s", false)]
    [InlineData("time in 12:00:06..", true)]
    public void A_time_is_relative_to_the_start_or_the_end_or_the_time_of_day(string expression, bool isKept)
    {
        TraceContext context = TraceContext.Empty with { Extent = new TraceExtent(At(10_000), Noon) };
        string kept = KeptRecords.Of(
            expression, context, sink => sink.Add(new ExceptionRecord(At(7_000), 1, "A", "b", default)));
        Assert.Equal(isKept ? "exception" : "", kept);
    }

    [Fact]
    public void A_time_of_day_without_one_in_the_trace_keeps_nothing_and_is_reported()
    {
        Filter filter = Filter.Parse("time > 12:00", FilterFields.Of(ModelNeeds.Exceptions), out _)!;
        ViewRun run = new([ExceptionsView.Description], new ViewOptions { Filter = filter });
        run.Model.OnBegin(TraceContext.Empty with { Extent = new TraceExtent(At(10_000), null) });
        run.Model.Add(new ExceptionRecord(At(7_000), 1, "A", "b", default));
        run.Model.OnEnd(new TraceExtent(At(10_000), null));
        Assert.True(run.IsTimeOfDayMissing);
        Assert.Empty(run.Conclude()[0].Tables[0].Rows);
    }

    [Fact]
    public void A_filter_requires_stacks_and_the_extent_only_where_it_uses_them()
    {
        Assert.Equal(ModelNeeds.None, Needs("thread = 1 and time > +3s"));
        Assert.Equal(ModelNeeds.Stacks, Needs("stack ~ a"));
        Assert.Equal(ModelNeeds.Extent, Needs("time in -3s.."));
        Assert.Equal(ModelNeeds.Extent, Needs("time in +3s..12:00"));
        static ModelNeeds Needs(string expression) =>
            Filter.Parse(expression, FilterFields.Of(ModelNeeds.Exceptions), out _)!.Needs;
    }

    [Fact]
    public void A_view_counts_only_what_its_filter_keeps()
    {
        Filter filter = Filter.Parse("message ~ late", FilterFields.Of(ModelNeeds.Exceptions), out _)!;
        ViewRecords records = new(ExceptionsView.Description, new ViewOptions { Filter = filter });
        records.Model.Add(new ExceptionRecord(At(1), 1, "Timeout", "too late", default));
        records.Model.Add(new ExceptionRecord(At(2), 1, "Timeout", "too early", default));
        ViewResult result = records.Conclude();
        Assert.Equal(["1 | Timeout | too late"], records.Rows(result, "exceptions", "count", "type", "message"));
        Assert.Contains(result.Notes, note => note.StartsWith("Rates are averages over", StringComparison.Ordinal));
    }

    private static void Draw(IModelSink sink, StackId stack)
    {
        sink.Add(new Pause(PauseCause.Collection, "collection", Range(0, 2_000)));
        sink.Add(new Collection(5, 2, "induced", IsConcurrent: false, Range(0, 2_000)) { Stack = stack });
        sink.Add(new Wait(WaitKind.Lock, 7, Range(0, 2_000), stack) { ObjectId = 9, OwnerId = 3 });
        sink.Add(new Sample(SampleKind.Managed, At(3_000), 7, stack));
        sink.Add(new ExecutionState(7, ThreadActivity.Running, "", Range(0, 2_000)));
        sink.Add(new Region("homework", 7, 4, Range(0, 2_000)));
        sink.Add(new TraceTask(4, "work", Range(0, 2_000)));
        sink.Add(new ExceptionRecord(At(1_500), 7, "System.InvalidOperationException", "There is no stock.", stack));
        sink.Add(new AllocationSample(At(3_000), 7, "byte[]", 64 << 10, stack));
        sink.Add(new Counter(At(3_000), "cpu", 2.5) { Tags = "shop=north" });
        sink.Add(new FigureReading(At(3_000), FigureTable.Cgroup, 0, "/shop", new long[FigureRecord.MaxColumns]));
        sink.Add(new HeapState(At(3_000), 1, 1, 100_000_000, 0, 0));
        sink.Add(new PoolAdjustment(At(3_000), 12, PoolAdjustmentCause.Starvation, "starvation"));
        sink.Add(new LogRecord(At(3_000), 4, "Shop.Cart", "no stock of 5")
        {
            Severity = LogSeverity.Warning,
            ExecutionId = 7,
        });
        DrawAsync(sink, stack);
    }

    private static void DrawAsync(IModelSink sink, StackId stack)
    {
        sink.Add(new AsyncOperation(1, 0, AsyncForm.Runtime, Range(0, 2_000), AsyncOutcome.Failed, stack));
        sink.Add(new AsyncSpan(1, ThreadActivity.Running, 7, Range(0, 2_000), stack));
        sink.Add(new AsyncDamage(At(3_000), 7, "torn", 0, 1));
        sink.Add(new Span(SpanKind.Request, "GET", 7, Range(0, 2_000)) { Target = "/orders", Status = "500" });
        sink.Add(new CompiledMethod(At(3_000), 7, "Shop.Orders.Place", CodeTier.Tier1) { Nanoseconds = 2_000_000 });
        sink.Add(new ModuleLoad(At(3_000), "/app/Shop.dll", 1));
        sink.Add(new ProcUse(2, Range(0, 2_000)));
        sink.Add(new CollectionWork(IsAssist: true, 7, Range(0, 2_000), stack) { ProcessorShare = 1 });
    }
}
