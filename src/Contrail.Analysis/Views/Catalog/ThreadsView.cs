using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What each thread did. Not safe for concurrent use.</summary>
internal sealed class ThreadsView : ViewBase, IView
{
    private const int MaxThreads = 10_000;

    private static readonly TableDescription Threads = new(
        "threads", "Threads, by the time that they waited",
        new ViewColumn("blocked", "locks", ViewUnit.Duration),
        new ViewColumn("waiting", "handles", ViewUnit.Duration),
        new ViewColumn("waitsNow", "waits", ViewUnit.Text),
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("exceptions", "exceptions", ViewUnit.Count),
        new ViewColumn("allocated", "allocated", ViewUnit.Bytes),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("stack", "mostly at", ViewUnit.Stack));

    private readonly BoundedGroups<long, ThreadGroup> _threads = new(MaxThreads);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "threads", "What did each thread do: wait, throw, allocate, run?",
        ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.Exceptions | ModelNeeds.Samples, [Threads],
        static _ => new ThreadsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs =>
        ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.Exceptions | ModelNeeds.Samples
        | ModelNeeds.Allocations | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        if (wait.Kind != WaitKind.RuntimeLock)
        {
            _threads.Find(wait.ExecutionId)?.Add(wait);
        }
    }

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception)
    {
        if (_threads.Find(exception.ExecutionId) is { } thread)
        {
            thread.Exceptions++;
            thread.Places.Add(exception.Stack);
        }
    }

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        if (_threads.Find(sample.ExecutionId) is { } thread && sample.Kind is SampleKind.Managed or SampleKind.Cpu)
        {
            thread.Samples++;
            thread.Places.Add(sample.Stack);
        }
    }

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation)
    {
        if (_threads.Find(allocation.ExecutionId) is { } thread)
        {
            thread.Bytes += allocation.Bytes;
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable table = new(Threads);
        foreach ((long id, ThreadGroup thread) in _threads.All
            .OrderByDescending(pair => pair.Value.Blocked + pair.Value.Waiting)
            .ThenByDescending(pair => pair.Value.Samples).ThenBy(pair => pair.Key))
        {
            table.Add(
                Recorded(ModelNeeds.Waits, thread.Blocked), Recorded(ModelNeeds.HandleWaits, thread.Waiting),
                (bool?)thread.IsWaiting, Recorded(ModelNeeds.Samples, thread.Samples),
                Recorded(ModelNeeds.Exceptions, thread.Exceptions), Recorded(ModelNeeds.Allocations, thread.Bytes),
                ThreadText(id), thread.Places.Heaviest(Stacks));
        }

        return new ViewResult(table)
        {
            Notes = ["Only threads with waits, exceptions, samples or allocations in the window are listed."],
        };
    }

    // Without the events, 0 is no statement about the thread.
    private double? Recorded(ModelNeeds kind, double value) =>
        value > 0 || Context.Coverage.Of(kind).IsRequested ? value : null;

    private long? Recorded(ModelNeeds kind, long value) =>
        value > 0 || Context.Coverage.Of(kind).IsRequested ? value : null;

    private sealed class ThreadGroup
    {
        public double Blocked { get; private set; }

        public double Waiting { get; private set; }

        public bool IsWaiting { get; private set; }

        public long Samples { get; set; }

        public long Exceptions { get; set; }

        public double Bytes { get; set; }

        public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(in Wait wait)
        {
            Blocked += wait.Kind == WaitKind.Lock ? wait.Range.Nanoseconds : 0;
            Waiting += wait.Kind == WaitKind.Lock ? 0 : wait.Range.Nanoseconds;
            IsWaiting |= wait.Range.IsOpenAtEnd;
            Places.Add(wait.Stack, Math.Max(1, wait.Range.Nanoseconds / 1e6));
        }
    }
}
