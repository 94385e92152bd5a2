using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The table of the innermost methods of each thread that used a processor. Not safe for concurrent use.
/// </summary>
internal sealed class ThreadFrames
{
    private const int MaxGroups = 20_000;
    private const int MaxRows = 1_000;

    private readonly BoundedGroups<(long Thread, int FrameId), Group> _groups = new(MaxGroups);

    /// <summary>The table's description.</summary>
    public static TableDescription Table { get; } = new(
        "threadFrames", "Threads by their innermost methods, with native code and the kernel",
        new ViewColumn("cpu", "CPU time", ViewUnit.Duration),
        new ViewColumn("share", "of the thread", ViewUnit.Share),
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("thread", "thread", ViewUnit.Text),
        new ViewColumn("method", "method", ViewUnit.Text),
        new ViewColumn("module", "module", ViewUnit.Text));

    /// <summary>Adds a sample; one without a stack or a time does not count.</summary>
    public void Add(in Sample sample, StackTable stacks)
    {
        if (!sample.Stack.IsNone && sample.CpuNanoseconds > 0)
        {
            _groups.Find((sample.ExecutionId, stacks.FrameId(sample.Stack, 0)))?.Add(sample, stacks);
        }
    }

    /// <summary>The rows.</summary>
    /// <param name="text">Names a thread.</param>
    public ViewTable Of(Func<long, string> text)
    {
        ViewTable table = new(Table);
        Dictionary<long, double> ofThread = _groups.All.GroupBy(pair => pair.Key.Thread)
            .ToDictionary(thread => thread.Key, thread => thread.Sum(pair => pair.Value.Nanoseconds));
        foreach ((long thread, StackFrame frame, double nanoseconds, long count) in _groups.All
            .GroupBy(pair => (pair.Key.Thread, pair.Value.Frame.FullText()))
            .Select(same => (
                same.Key.Thread, same.First().Value.Frame, Nanoseconds: same.Sum(pair => pair.Value.Nanoseconds),
                Count: same.Sum(pair => pair.Value.Count)))
            .OrderByDescending(row => row.Nanoseconds).ThenBy(row => row.Thread).Take(MaxRows))
        {
            table.Add(
                nanoseconds, nanoseconds / ofThread[thread], count, text(thread), frame.ShortText(),
                frame.Module.Length > 0 ? frame.Module : null);
        }

        return table;
    }

    /// <summary>A sentence about what was not kept; nothing if everything was.</summary>
    public IEnumerable<string> Notes() => _groups.Notes("samples");

    private sealed class Group
    {
        public StackFrame Frame { get; private set; }

        public double Nanoseconds { get; private set; }

        public long Count { get; private set; }

        public void Add(in Sample sample, StackTable stacks)
        {
            Frame = Count == 0 ? stacks.Frame(sample.Stack, 0) : Frame;
            Nanoseconds += sample.CpuNanoseconds;
            Count++;
        }
    }
}
