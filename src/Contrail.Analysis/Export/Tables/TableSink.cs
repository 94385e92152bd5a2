using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Tables;

/// <summary>Turns the records of a file into rows. Not safe for concurrent use.</summary>
/// <param name="file">The file.</param>
/// <param name="output">Receives the rows.</param>
internal sealed class TableSink(ExportedFile file, ITableOutput output) : IModelSink
{
    private readonly TableValue[] _row = new TableValue[ModelTables.All.Max(table => table.Columns.Count)];
    private readonly HashSet<StackId> _stacks = [];
    private TraceContext _context = TraceContext.Empty;

    /// <inheritdoc/>
    public ModelNeeds Needs { get; } = ModelTables.All.Aggregate(
        ModelNeeds.Stacks, static (needs, table) => needs | table.Needs);

    /// <summary>Records whose stack was left out, because there are too many different ones.</summary>
    public long OmittedStacks => _context.Stacks.RejectedCount;

    /// <inheritdoc/>
    public void OnBegin(TraceContext context) => _context = context;

    /// <inheritdoc/>
    public void Add(in Pause pause) => Add(ModelTables.Pauses, pause, pause.Stack);

    /// <inheritdoc/>
    public void Add(in Collection collection) => Add(ModelTables.Collections, collection, collection.Stack);

    /// <inheritdoc/>
    public void Add(in Wait wait) => Add(ModelTables.Waits, wait, wait.Stack);

    /// <inheritdoc/>
    public void Add(in Sample sample) => Add(ModelTables.Samples, sample, sample.Stack);

    /// <inheritdoc/>
    public void Add(in ExecutionState state) => Add(ModelTables.States, state, state.Stack);

    /// <inheritdoc/>
    public void Add(in OffCpuTime blocked) => Add(ModelTables.OffCpu, blocked, blocked.Stack);

    /// <inheritdoc/>
    public void Add(in Region region) => Add(ModelTables.Regions, region, region.Stack);

    /// <inheritdoc/>
    public void Add(in TraceTask task) => Add(ModelTables.Tasks, task, task.Stack);

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception) => Add(ModelTables.Exceptions, exception, exception.Stack);

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) => Add(ModelTables.Allocations, allocation, allocation.Stack);

    /// <inheritdoc/>
    public void Add(in Counter counter) => Add(ModelTables.Counters, counter, StackId.None);

    /// <inheritdoc/>
    public void Add(in HeapState heap) => Add(ModelTables.Heap, heap, StackId.None);

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment) => Add(ModelTables.Pool, adjustment, StackId.None);

    /// <inheritdoc/>
    public void Add(in LogRecord log) => Add(ModelTables.Logs, log, StackId.None);

    /// <inheritdoc/>
    public void Add(in Span span) => Add(ModelTables.Spans, span, span.Stack);

    /// <inheritdoc/>
    public void Add(in AsyncOperation operation) => Add(ModelTables.AsyncOperations, operation, operation.Stack);

    /// <inheritdoc/>
    public void Add(in AsyncSpan span) => Add(ModelTables.AsyncSteps, span, span.Stack);

    /// <inheritdoc/>
    public void Add(in CompiledMethod method) => Add(ModelTables.Compiled, method, method.Stack);

    /// <inheritdoc/>
    public void Add(in ModuleLoad module) => Add(ModelTables.Modules, module, StackId.None);

    /// <inheritdoc/>
    public void Add(in ProcUse use) => Add(ModelTables.Procs, use, StackId.None);

    /// <inheritdoc/>
    public void Add(in CollectionWork work) => Add(ModelTables.CollectorWork, work, work.Stack);

    /// <inheritdoc/>
    public void Add(in FinalizedObject finalized) => Add(ModelTables.Finalized, finalized, StackId.None);

    /// <inheritdoc/>
    public void Add(in FigureReading reading)
    {
        for (int index = 0; index < reading.Event.Columns.Count; index++)
        {
            // The kernel of a machine does not have all of them.
            if (reading[index] is not null)
            {
                Add(ModelTables.Figures, new Figure(reading, index), StackId.None);
            }
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent)
    {
        output.Add(FileTables.Files, FileTables.RowOf(file, _context.File, extent));
        foreach (ManifestLoss loss in _context.File.Losses)
        {
            output.Add(FileTables.Losses, FileTables.RowOf(file, loss));
        }

        foreach (long thread in _context.Threads.All)
        {
            output.Add(FileTables.Threads, FileTables.RowOf(file, _context.Threads, thread));
        }
    }

    private void Add<T>(RecordTable<T> table, T record, StackId stack)
        where T : struct
    {
        if (!stack.IsNone && _stacks.Add(stack))
        {
            for (int depth = 0; depth < _context.Stacks.Depth(stack); depth++)
            {
                StackFrame frame = _context.Stacks.Frame(stack, depth);
                output.Add(FileTables.Stacks, FileTables.RowOf(file, stack, depth, frame));
            }
        }

        table.Read(file.Name, record, _row);
        output.Add(table.Schema, _row.AsSpan(0, table.Schema.Columns.Count));
    }
}
