using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The table of threads that used a processor when they were sampled. Not safe for concurrent use.</summary>
internal sealed class SampledThreads
{
    private const int MaxThreads = 10_000;

    private readonly BoundedGroups<long, Group> _threads = new(MaxThreads);

    /// <summary>The table's description.</summary>
    public static TableDescription Table { get; } = new(
        "threads", "Threads by processor time",
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("cpu", "CPU time", ViewUnit.Duration),
        new ViewColumn("processors", "processors", ViewUnit.Number),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("stack", "mostly at", ViewUnit.Stack));

    /// <summary>Adds a sample; one of a thread that may wait does not count.</summary>
    public void Add(in Sample sample)
    {
        if (sample.CpuNanoseconds > 0)
        {
            _threads.Find(sample.ExecutionId)?.Add(sample);
        }
    }

    /// <summary>The rows.</summary>
    /// <param name="context">What is known of the trace.</param>
    /// <param name="time">What weights mean.</param>
    /// <param name="text">Names a thread.</param>
    public ViewTable Of(TraceContext context, SampledTime time, Func<long, string> text)
    {
        ViewTable table = new(Table);
        double total = _threads.All.Sum(pair => pair.Value.Nanoseconds);
        foreach ((long id, Group thread) in _threads.All
            .OrderByDescending(pair => pair.Value.Nanoseconds).ThenBy(pair => pair.Key))
        {
            table.Add(
                thread.Count, thread.Nanoseconds / total, time.Cpu(thread.Nanoseconds),
                time.Threads(thread.Nanoseconds), text(id), thread.Places.Heaviest(context.Stacks));
        }

        return table;
    }

    private sealed class Group
    {
        public long Count { get; private set; }

        public double Nanoseconds { get; private set; }

        public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(in Sample sample)
        {
            Count++;
            Nanoseconds += sample.CpuNanoseconds;
            Places.Add(sample.Stack, sample.CpuNanoseconds);
        }
    }
}
