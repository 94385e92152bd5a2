using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Tables;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Records become rows of the table of their kind.</summary>
public sealed class TableSinkTests
{
    private readonly RowLog _rows = new();
    private readonly TableSink _sink;
    private readonly TraceContext _context = TraceContext.Empty;

    public TableSinkTests()
    {
        _sink = new TableSink(new ExportedFile("a.nettrace"), _rows);
        _sink.OnBegin(_context);
    }

    [Fact]
    public void Figures_are_rows_of_their_own_and_unknown_ones_are_none()
    {
        FigureReading reading = FigureRecords.Thread(1_000, 7, "worker", ("UserTime", 5), ("SystemTime", 0));
        _sink.Add(reading);
        _sink.Add(FigureRecords.Process(2_000, ("ResidentBytes", 4096)) with { IsEarlier = true });
        Assert.Equal(
            [
                $"a.nettrace|1000000000|{reading.Event.Name}|7|worker|UserTime|5|Nanoseconds|Total|0",
                $"a.nettrace|1000000000|{reading.Event.Name}|7|worker|SystemTime|0|Nanoseconds|Total|0",
                "a.nettrace|2000000000|Process|-|-|ResidentBytes|4096|Bytes|Current|1",
            ],
            _rows.Of("figures"));
    }

    [Fact]
    public void Threads_have_what_is_known_of_them()
    {
        _context.Threads.Add(9, ThreadNames.PoolWorker);
        _context.Threads.AddName(9, ".NET TP Worker");
        _context.Threads.AddName(8, "main");
        _sink.OnEnd(new TraceExtent(ViewRecords.At(10), null));
        Assert.Equal(
            ["a.nettrace|8|-|main", "a.nettrace|9|thread pool|.NET TP Worker"], _rows.Of("threads"));
    }

    [Fact]
    public void Steps_of_async_operations_have_the_operation_and_what_it_awaited()
    {
        StackId stack = ViewRecords.StackIn(_context.Stacks, "Shop.Pay");
        TimeRange range = ViewRecords.Range(1, 3);
        _sink.Add(new AsyncSpan(5, ThreadActivity.Waiting, 0, range, stack) { AwaitedId = 6 });
        _sink.Add(new AsyncSpan(5, ThreadActivity.Running, 7, range, StackId.None));
        Assert.Equal(
            [
                $"a.nettrace|1000000|2000000|1|5|-|Waiting|6|{stack.Value}",
                "a.nettrace|1000000|2000000|1|5|7|Running|-|-",
            ],
            _rows.Of("async_steps"));
        Assert.Equal([$"a.nettrace|{stack.Value}|0|Shop.Pay|Shop|-|-"], _rows.Of("stacks"));
    }

    [Fact]
    public void Procs_work_for_collections_and_finalizers_have_rows()
    {
        TimeRange range = ViewRecords.Range(1, 3);
        _sink.Add(new ProcUse(2, range));
        _sink.Add(new CollectionWork(IsAssist: true, 7, range, StackId.None) { ProcessorShare = 0.25 });
        _sink.Add(new FinalizedObject(ViewRecords.At(4), "Shop.Cart"));
        Assert.Equal(["a.nettrace|1000000|2000000|1|2"], _rows.Of("procs"));
        Assert.Equal(["a.nettrace|1000000|2000000|1|7|1|0.25|-"], _rows.Of("collector_work"));
        Assert.Equal(["a.nettrace|4000000|Shop.Cart"], _rows.Of("finalized_objects"));
    }

    [Fact]
    public void Every_kind_of_record_has_a_table_except_events()
    {
        // ndjson has the events; a part that cannot be read is no record.
        Assert.Equal(
            [nameof(AsyncDamage), nameof(EventRecord)],
            KindsOf(typeof(IModelSink)).Except(KindsOf(typeof(TableSink))).Order());
    }

    private static IEnumerable<string> KindsOf(Type sink) => sink.GetMethods()
        .Where(method => method.Name == nameof(IModelSink.Add))
        .Select(method => method.GetParameters()[0].ParameterType.GetElementType()!.Name);

    private sealed class RowLog : ITableOutput
    {
        private readonly List<(string Table, string Row)> _rows = [];

        public IEnumerable<string> Of(string table) => _rows.Where(row => row.Table == table).Select(row => row.Row);

        public void Add(TableSchema table, ReadOnlySpan<TableValue> row)
        {
            List<string> cells = [];
            for (int index = 0; index < row.Length; index++)
            {
                TableValue value = row[index];
                object? content = value.Text ?? (object?)value.Integer ?? value.Real;
                cells.Add(FormattableString.Invariant($"{content}"));
            }

            _rows.Add((table.Name, string.Join('|', cells.Select(cell => cell.Length == 0 ? "-" : cell))));
        }
    }
}
