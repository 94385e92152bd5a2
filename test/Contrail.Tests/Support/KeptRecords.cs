using Contrail.Analysis.Filters;
using Contrail.Analysis.Model;

namespace Contrail.Tests.Support;

/// <summary>The records of drawn kinds that a filter keeps: their names, each once.</summary>
internal sealed class KeptRecords : IModelSink
{
    private const ModelNeeds Kinds = (ModelNeeds)int.MaxValue & ~ModelNeeds.Stacks & ~ModelNeeds.Extent;

    private readonly List<string> _names = [];

    public ModelNeeds Needs => Kinds;

    /// <summary>The names of the records that match.</summary>
    public static string Of(string expression, TraceContext context, Action<IModelSink> add)
    {
        Filter filter = Filter.Parse(expression, FilterFields.Of(Kinds), out FilterError? error)
            ?? throw new ArgumentException($"{error!.Message} at {error.Position}", nameof(expression));
        KeptRecords kept = new();
        FilteringSink sink = new(kept, filter);
        sink.OnBegin(context);
        add(sink);
        return string.Join(' ', kept._names);
    }

    public void Add(in Pause pause) => _names.Add("pause");

    public void Add(in Collection collection) => _names.Add("collection");

    public void Add(in Wait wait) => _names.Add("wait");

    public void Add(in Sample sample) => _names.Add("sample");

    public void Add(in ExecutionState state) => _names.Add("state");

    public void Add(in Region region) => _names.Add("region");

    public void Add(in TraceTask task) => _names.Add("task");

    public void Add(in ExceptionRecord exception) => _names.Add("exception");

    public void Add(in AllocationSample allocation) => _names.Add("allocation");

    public void Add(in Counter counter) => _names.Add("counter");

    public void Add(in FigureReading reading) => _names.Add("figures");

    public void Add(in HeapState heap) => _names.Add("heap");

    public void Add(in FinalizedObject finalized) => _names.Add("finalized");

    public void Add(in PoolAdjustment adjustment) => _names.Add("adjustment");

    public void Add(in LogRecord log) => _names.Add("log");

    public void Add(in AsyncOperation operation) => _names.Add("operation");

    public void Add(in AsyncSpan span) => _names.Add("asyncSpan");

    public void Add(in AsyncDamage damage) => _names.Add("damage");

    public void Add(in Span span) => _names.Add("span");

    public void Add(in CompiledMethod method) => _names.Add("method");

    public void Add(in ModuleLoad module) => _names.Add("module");

    public void Add(in ProcUse use) => _names.Add("proc");

    public void Add(in CollectionWork work) => _names.Add("work");

    public void Add(in EventRecord one) => _names.Add("event");
}
